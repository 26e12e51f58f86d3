"""What may happen: the virtual plant now, the fire models later."""
