"""Fire in rooms: the two-zone model."""
