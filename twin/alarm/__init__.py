"""Alarms: the ISA-18.2 state table, the conditions, and the engine that runs both on arrays."""
