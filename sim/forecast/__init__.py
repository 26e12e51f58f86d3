"""From live sensors to where the fire will be."""
