"""A small room with a fire, as a file: seconds to run through any model."""

CASE = """\
id: small
duration: 30
compartments:
  - {id: room, size: [3, 3, 2.4]}
openings:
  - {id: door, of: room, height: 2.0, width: 0.8, at: [1, 0], along: x}
fires:
  - {id: pan, compartment: room, at: [1.5, 1.5, 0.5], area: 0.1, hrr: [[0, 0], [10, 5e4]]}
"""
