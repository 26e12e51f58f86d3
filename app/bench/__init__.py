"""Measured figures on real processes."""
