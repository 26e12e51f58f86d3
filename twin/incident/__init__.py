"""Incidents: the people-scale thing that a zone's alarms add up to."""
