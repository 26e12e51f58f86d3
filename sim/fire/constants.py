"""Physical constants of the fire models, SI, each with its source."""

GRAVITY = 9.80665  # m/s2
GAS_CONSTANT = 287.05  # J/kg/K, dry air
GAMMA = 1.4  # ratio of specific heats of air
CP = GAMMA * GAS_CONSTANT / (GAMMA - 1.0)  # J/kg/K, 1004.7
STEFAN_BOLTZMANN = 5.670374e-8  # W/m2/K4

FLOW_COEFFICIENT = 0.70  # sharp-edged opening; Steckler et al. 1982: 0.73 out, 0.68 in
HATCH_COEFFICIENT = 0.68  # Cooper 1989, as VENTCF in CFAST has it: + 0.17 of the pressure step
LAMINAR_PRESSURE = 1e-3  # Pa, below it the flow of an opening grows linearly with the pressure

FULL_FLOW, STALL = 200.0, 300.0  # Pa, axial fans; as CFAST takes them

O2_AIR = 0.2315  # kg/kg
HEAT_PER_O2 = 13.1e6  # J per kg of oxygen; Huggett 1980
O2_LIMIT = 0.165  # kg/kg, 15 % by volume: a flame in cold air goes out; Beyler, SFPE Handbook
O2_LIMIT_WIDTH = 0.01  # kg/kg, over which burning fades
FLAME_LIMIT = 1600.0  # K, adiabatic flame temperature at extinction; Beyler
HOT_IGNITION = 873.0  # K, above it unburnt fuel burns in a layer without a flame; Beyler
FUEL_HEAT = 4.4e7  # J/kg of unburnt hydrocarbons, counted as CH2; Drysdale
FUEL_TIME = 5.0  # s, mixing time of unburnt fuel in a hot layer

CONVECTION_WALL = 1.31  # W/m2/K^(4/3), turbulent free convection at a wall; Holman
CONVECTION_FLAT = 1.52  # W/m2/K^(4/3), the same at a ceiling or floor; Holman
CONVECTION_OUTSIDE = 10.0  # W/m2/K with radiation, the cool side of a wall

DOOR_PLUME = 0.071  # kg/s/kW^(1/3)/m^(5/3), of a stream through an opening; Zukoski 1981
# Free convection along a wall carries, a metre of its width, so much of viscosity times Gr^0.4: the
# profiles of Eckert and Jackson 1950, 0.1463 x 1.185 x 0.565 times 1.20 x 0.876 for Pr = 0.71.
WALL_STREAM = 0.103

SOOT_DENSITY = 1800.0  # kg/m3
SOOT_ABSORPTION = 1862.0  # 1/m/K per volume fraction, Planck mean; Tien, SFPE Handbook
EXTINCTION = 8700.0  # m2/kg, flaming fires; Mulholland and Croarkin 2000
VISIBILITY_FACTOR = 3.0  # light-reflecting signs; Jin

STEPS_PER_SECOND_MOST = 20  # the shortest time step, so that every run ends
