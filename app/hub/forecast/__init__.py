"""Forecasts of running fires, computed in worker processes beside the hub."""
