"""The published fire formulas, one number in and one out, compiled: solvers call these directly.

SI: W, K, m, s, kg. No check of the input here; the functions on arrays in `plume.py`,
`ceiling_jet.py`, `flashover.py` and `link.py` check. `hrr` is the whole heat release,
`convective` the part of it that the plume carries.

Sources: Heskestad, "Fire plumes, flame height and air entrainment", SFPE Handbook (1984 onwards);
McCaffrey, NBSIR 79-1910 (1979); Alpert, Fire Technology 8 (1972) 181; McCaffrey, Quintiere and
Harkleroad (MQH), Fire Technology 17 (1981) 98; Babrauskas, Fire Technology 16 (1980) 94; Thomas,
Fire and Materials 5 (1981) 103; Heskestad and Bill, Fire Safety Journal 14 (1988) 113 (RTI).
"""

from math import exp, inf, log, sqrt

from sim.fire.alpert import ABOVE, BESIDE, TURNS
from sim.fire.compiled import compiled
from sim.fire.constants import CP, GRAVITY

DENSITY_20_C = 1.204  # kg/m3, air at 293.15 K and 101325 Pa
T_20_C = 293.15  # K


@compiled
def air_density(temperature: float) -> float:
    """Density of air at 101325 Pa, kg/m3."""
    return DENSITY_20_C * T_20_C / temperature


@compiled
def heskestad_virtual_origin(hrr: float, diameter: float) -> float:
    """Height of the plume's virtual origin above the burning surface, m; often negative."""
    return float(0.083 * (hrr / 1e3) ** 0.4 - 1.02 * diameter)


@compiled
def heskestad_flame_height(hrr: float, diameter: float) -> float:
    """Mean flame height, m, where the flame is seen half of the time; 0 for a fire too thin for
    one flame."""
    return float(max(0.0, 0.235 * (hrr / 1e3) ** 0.4 - 1.02 * diameter))


@compiled
def heskestad_mass_flow(hrr: float, convective: float, z: float, diameter: float) -> float:
    """Mass flow of the plume z above the burning surface, kg/s; below the flame tip it grows
    linearly from the surface."""
    if hrr <= 0.0 or z <= 0.0:
        return 0.0
    convective_kw = convective / 1e3
    tip = heskestad_flame_height(hrr, diameter)
    if z < tip:
        return 0.0056 * convective_kw * z / tip
    rise = z - heskestad_virtual_origin(hrr, diameter)
    return float(0.071 * convective_kw ** (1 / 3) * rise ** (5 / 3) + 1.92e-3 * convective_kw)


@compiled
def heskestad_rise(
    hrr: float, convective: float, z: float, diameter: float, ambient: float
) -> float:
    """Mean temperature rise on the axis, K. Below the flame tip the formula has no meaning: there
    it is kept at McCaffrey's continuous flame."""
    if hrr <= 0.0:
        return 0.0
    flame = mccaffrey_flame_rise(ambient)
    above = z - heskestad_virtual_origin(hrr, diameter)
    if above <= 0.0:
        return flame
    factor = (ambient / (GRAVITY * (CP / 1e3 * air_density(ambient)) ** 2)) ** (1 / 3)
    return float(min(flame, 9.1 * factor * (convective / 1e3) ** (2 / 3) * above ** (-5 / 3)))


@compiled
def heskestad_velocity(
    hrr: float, convective: float, z: float, diameter: float, ambient: float
) -> float:
    """Mean velocity on the axis, m/s; below the flame tip that of the tip."""
    if hrr <= 0.0:
        return 0.0
    tip = heskestad_flame_height(hrr, diameter)
    above = max(z, tip) - heskestad_virtual_origin(hrr, diameter)
    factor = (GRAVITY / (CP / 1e3 * air_density(ambient) * ambient)) ** (1 / 3)
    return float(3.4 * factor * (convective / 1e3 / above) ** (1 / 3))


@compiled
def mccaffrey_flame_rise(ambient: float) -> float:
    """Temperature rise in the continuous flame, K: 853 K in air of 20 C."""
    return (6.8 / 0.9) ** 2 / (2 * 9.81) * ambient


@compiled
def mccaffrey_rise(hrr: float, z: float, ambient: float) -> float:
    """Temperature rise on the axis z above the burner, K."""
    if hrr <= 0.0:
        return 0.0
    scaled = z / (hrr / 1e3) ** 0.4
    if scaled < 0.08:
        return mccaffrey_flame_rise(ambient)
    if scaled < 0.2:
        return float((1.9 / 0.9) ** 2 / (2 * 9.81) / scaled * ambient)
    return float((1.1 / 0.9) ** 2 / (2 * 9.81) * scaled ** (-5 / 3) * ambient)


@compiled
def mccaffrey_velocity(hrr: float, z: float) -> float:
    """Velocity on the axis z above the burner, m/s."""
    if hrr <= 0.0:
        return 0.0
    hrr_kw = hrr / 1e3
    scaled = z / hrr_kw**0.4
    if scaled < 0.08:
        return float(6.8 * hrr_kw**0.2 * sqrt(scaled))
    if scaled < 0.2:
        return float(1.9 * hrr_kw**0.2)
    return float(1.1 * hrr_kw**0.2 * scaled ** (-1 / 3))


@compiled
def mccaffrey_mass_flow(hrr: float, z: float) -> float:
    """Mass flow of the plume z above the burner, kg/s."""
    if hrr <= 0.0 or z <= 0.0:
        return 0.0
    hrr_kw = hrr / 1e3
    scaled = z / hrr_kw**0.4
    if scaled < 0.08:
        return float(0.011 * hrr_kw * scaled**0.566)
    if scaled < 0.2:
        return float(0.026 * hrr_kw * scaled**0.909)
    return float(0.124 * hrr_kw * scaled**1.895)


@compiled
def alpert_rise(hrr: float, height: float, radius: float) -> float:
    """Greatest temperature rise of the jet under a flat ceiling, K. Steady fire, no hot layer."""
    if hrr <= 0.0:
        return 0.0
    hrr_kw = hrr / 1e3
    if radius <= TURNS * height:
        return float(ABOVE * hrr_kw ** (2 / 3) / height ** (5 / 3))
    return float(BESIDE * (hrr_kw / radius) ** (2 / 3) / height)


@compiled
def alpert_velocity(hrr: float, height: float, radius: float) -> float:
    """Greatest velocity of the jet under a flat ceiling, m/s."""
    if hrr <= 0.0:
        return 0.0
    hrr_kw = hrr / 1e3
    if radius <= 0.15 * height:
        return float(0.96 * (hrr_kw / height) ** (1 / 3))
    return float(0.195 * hrr_kw ** (1 / 3) * sqrt(height) / radius ** (5 / 6))


@compiled
def mqh_rise(hrr: float, vent_factor: float, loss: float) -> float:
    """Upper-layer temperature rise, K. vent_factor: area x sqrt(height), m^2.5; loss: conductance
    of the surfaces, W/K. Measured for rises up to 600 K."""
    return float(6.85 * ((hrr / 1e3) ** 2 / (vent_factor * loss / 1e3)) ** (1 / 3))


@compiled
def mqh_flashover(vent_factor: float, loss: float, rise: float) -> float:
    """Heat release that gives an upper-layer `rise` (500 K: flashover), W."""
    return float(610e3 * sqrt(vent_factor * loss / 1e3) * (rise / 500.0) ** 1.5)


@compiled
def babrauskas_flashover(vent_factor: float) -> float:
    """Heat release at flashover, W: half of what the opening's air can burn."""
    return 750e3 * vent_factor


@compiled
def thomas_flashover(vent_factor: float, surface: float) -> float:
    """Heat release at flashover, W; surface: walls, ceiling and floor less openings, m2."""
    return 7.8e3 * surface + 378e3 * vent_factor


@compiled
def surface_conductance(
    conductivity: float, density: float, specific_heat: float, thickness: float, time: float
) -> float:
    """Heat loss of a wall per area and kelvin, W/m2/K: as into a thick wall until the heat has
    gone through (thickness^2 / 4 a), then as through a thin one. Source: MQH 1981."""
    diffusivity = conductivity / density / specific_heat
    if time < thickness**2 / (4.0 * diffusivity):
        return sqrt(conductivity * density * specific_heat / time)
    return conductivity / thickness


@compiled
def link_rate(gas: float, link: float, velocity: float, rti: float) -> float:
    """How fast the link of a detector warms, K/s. rti: (m s)^0.5."""
    return sqrt(velocity) / rti * (gas - link)


@compiled
def link_step(gas: float, link: float, velocity: float, rti: float, step: float) -> float:
    """Link temperature after `step` seconds in gas of one temperature and velocity, K. Exact, so
    stable for any step."""
    return gas + (link - gas) * exp(-sqrt(velocity) / rti * step)


@compiled
def link_time(gas: float, start: float, activation: float, velocity: float, rti: float) -> float:
    """Seconds until a link that starts at `start` K reaches `activation` K; inf when never."""
    if start >= activation:
        return 0.0
    if gas <= activation or velocity <= 0.0:
        return inf
    return rti / sqrt(velocity) * log((gas - start) / (gas - activation))
