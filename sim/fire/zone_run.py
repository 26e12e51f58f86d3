"""What a zone run gives: columns over members, times and rooms."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

FloatArray = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class ZoneRun:
    """m members over n times in c rooms, v openings, k fires.

    time (n,) s; upper_temperature, lower_temperature (m, n, c) K; layer_height (m, n, c) m above
    the room's floor; pressure (m, n, c) Pa gauge at the floor; upper_.., lower_.. o2, co2, co
    (m, n, c) mole fractions and soot kg/m3; surface (m, n, c, 4) K: ceiling, upper wall, lower
    wall, floor; flow_out, flow_in (m, n, v) kg/s out of an opening's `of` and into it; hrr
    (m, n, k) W really released; mass_error, energy_error (m,): what the sums of state and
    boundary differ by, against what has gone through; imbalance (m,): worst pressure solve, W.
    """

    time: FloatArray
    upper_temperature: FloatArray
    lower_temperature: FloatArray
    layer_height: FloatArray
    pressure: FloatArray
    upper_o2: FloatArray
    upper_co2: FloatArray
    upper_co: FloatArray
    upper_soot: FloatArray
    lower_o2: FloatArray
    lower_co2: FloatArray
    lower_co: FloatArray
    lower_soot: FloatArray
    surface: FloatArray
    flow_out: FloatArray
    flow_in: FloatArray
    hrr: FloatArray
    mass_error: FloatArray
    energy_error: FloatArray
    imbalance: FloatArray
