"""What a kitchen is built of, and how it breathes, where a drawing does not say."""

from sim.fire.case import Material

CONCRETE = Material(1.6, 2300.0, 900.0, 0.15)  # heavy concrete; SFPE Handbook
GYPSUM = Material(0.17, 790.0, 900.0, 0.0125)  # plaster board; SFPE Handbook
WALLS = (Material(0.8, 1800.0, 840.0, 0.12),)  # brick of a 2 h fire wall; SFPE Handbook
CEILING = (GYPSUM, CONCRETE)
FLOOR = (CONCRETE,)
LEAK = 3.5e-4  # m2 of cracks per m2 of wall, average building; SFPE Handbook
DOOR_GAP = 0.02  # share of a shut door's width that leaks: 6 mm on three sides
EXIT = (1.4, 2.1)  # m, least width of a public place's exit, GB 50016-2014, 5.5.19; usual height
EXHAUST = 0.305  # m3/s per m2 of hood: 10,000 m3/h over 7 x 1.3 m, the reference kitchen
GRILLE = 1.9  # m/s of air through a grille at 5 Pa, the most a kitchen may lack; NFPA 96, 8.3
MAKE_UP = 0.85  # of the exhaust that is blown in again; the reference kitchen has 0.8 to 0.9
OIL_HEAT = 39.5e6  # J/kg, triglycerides; as in `sim/fire/oil.py`
OIL = (57.0, 104.0, 6.0)  # atoms of carbon, hydrogen, oxygen: triolein
OIL_SOOT, OIL_CO = 0.04, 0.01  # kg/kg, well-ventilated pool of a heavy liquid; wide in the prior
GOODS_HEAT = 1.8e7  # J/kg, cellulose with packaging plastics
GOODS = (6.0, 10.0, 5.0)
GOODS_SOOT, GOODS_CO = 0.03, 0.01
