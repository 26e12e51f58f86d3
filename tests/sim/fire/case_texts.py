"""A case that says something in every field, for tests that change it."""

EVERYTHING = """\
id: everything
duration: 20
ambient: 288.15
inside: 293.15
pressure: 101325
compartments:
  - id: kitchen
    size: [4, 3, 2.4]
    ceiling: [{conductivity: 0.16, density: 790, specific_heat: 900, thickness: 0.0125}]
    walls:
      - {conductivity: 0.16, density: 790, specific_heat: 900, thickness: 0.0125, emissivity: 0.8}
      - {conductivity: 0.8, density: 1800, specific_heat: 900, thickness: 0.12}
    floor: [{conductivity: 1.75, density: 2200, specific_heat: 1000, thickness: 0.15}]
    leak_area: 0.02
  - {id: hall, at: [4, 0, 0], size: [5, 3, 2.4]}
openings:
  - {id: door, of: kitchen, to: hall, height: 2.0, width: 0.8, at: [4, 1], along: y,
     open: [[0, 0.5], [9, 1]]}
  - {id: window, of: hall, bottom: 1.0, height: 1.0, width: 1.2}
hatches:
  - {id: hatch, upper: OUTSIDE, lower: hall, area: 0.5, at: [6, 1.5], open: [[0, 1]]}
fans:
  - {id: fan, of: kitchen, to: OUTSIDE, flow: 0.5, of_height: 2.2, area: 0.1, place: [1, 1],
     running: [[0, 1]], counted_at: 293.15}
  - {id: make-up, of: OUTSIDE, to: hall, flow: 0.3, to_height: 2.2}
hoods:
  - {id: hood, compartment: kitchen, at: [1, 1, 1.9], size: [1, 1, 0.5], flow: 0.4,
     running: [[0, 1], [10, 0]], capture: 0.9}
fires:
  - {id: pan, compartment: kitchen, at: [1, 1, 0.9], area: 0.1, hrr: [[0, 0], [10, 1e5]],
     radiative_fraction: 0.3, heat_of_combustion: 4e7, carbon: 3, hydrogen: 8, oxygen: 1,
     soot_yield: 0.02, co_yield: 0.01}
detectors:
  - {id: head, compartment: hall, at: [5, 1, 2.3], activation: 341.15, rti: 50}
obstacles:
  - {id: stove, at: [0.5, 0.5, 0], size: [1, 1, 0.9]}
leaks:
  - {id: hose, compartment: kitchen, gas: natural gas, flow: [[0, 1e-3]], draught: [[0, 0.01]]}
duct_fires:
  - {id: duct, length: 8, width: 0.5, depth: 0.4, velocity: [[0, 8]], ignition: 5,
     inlet: [[0, 333.15]], steel: 0.0015, load: 2.2, damper: 1, shuts: 423.15, leak: 1.5,
     nozzle: 15, reach: 3, places: [0, 4]}
"""
