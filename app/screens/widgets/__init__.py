"""Qt widgets that every screen may use."""
