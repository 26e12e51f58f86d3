"""What the hub keeps: database, historian, journal."""
