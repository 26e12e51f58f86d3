"""Headquarters without a screen: receives, commits, keeps, tells."""
