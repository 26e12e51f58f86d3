"""Data only: sites, scenarios, maps, icons, words."""
