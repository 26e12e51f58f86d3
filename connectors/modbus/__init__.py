"""Modbus TCP: registers of units, read in planned blocks."""
