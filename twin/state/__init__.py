"""The newest value of every point, and the shadow of every device."""
