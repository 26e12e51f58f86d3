"""What screens show, as plain Python: a test needs no window."""
