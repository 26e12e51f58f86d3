"""The box in the kitchen: acquires, detects, keeps, sends. Both ends of the link live here."""
