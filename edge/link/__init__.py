"""The ZeroMQ CURVE link between edges and the hub: one wire format, two ends."""
