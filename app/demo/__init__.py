"""A whole Emberwall on one machine: its processes, its story, its figures."""
