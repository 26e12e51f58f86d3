"""Fire in rooms as a field: a fast low-Mach large-eddy model on a box grid."""
