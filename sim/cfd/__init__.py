"""OpenFOAM: the slow, detailed second opinion on a fire."""
