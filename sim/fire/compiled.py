"""How the parts of a time step are compiled."""

from numba import njit

# A division by zero gives what numpy gives, and the step is repeated shorter (`kernel._is_real`).
# Raising instead costs a branch at each division and each call, up to a fifth of a run.
compiled = njit(cache=True, error_model="numpy")
