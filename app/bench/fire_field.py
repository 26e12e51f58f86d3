"""The field model's figures: the medium wok kitchen K-M at 0.2 m for ten minutes."""

import argparse
import json
import resource
from typing import Any

from sim.field.run import FieldRun, simulate_field
from sim.fire.case import Case, Compartment, Fan, Fire, Hood, Material, Obstacle, Opening

BRICK = Material(conductivity=0.7, density=1800.0, specific_heat=840.0, thickness=0.12)
GYPSUM = Material(conductivity=0.17, density=790.0, specific_heat=1000.0, thickness=0.012)
CONCRETE = Material(conductivity=1.4, density=2300.0, specific_heat=900.0, thickness=0.15)
EXHAUST = 10_000 / 3600
MAKE_UP = 0.85
SECONDS = 600.0


def kitchen_m() -> Case:
    """K-M of the domain file: 12 x 7 x 3 m, hood of 7 m over the cooking line drawing 10,000 m3/h,
    make-up air of 85 %, one open door; a fryer (0.16 m2) that grows fast (t squared) to 300 kW."""
    growth = tuple((float(t), min(0.0469e3 * t * t, 300e3)) for t in range(0, 81, 5))
    return Case(
        id="K-M",
        duration=SECONDS,
        compartments=(
            Compartment(
                id="kitchen", size=(12.0, 7.0, 3.0),
                ceiling=(GYPSUM,), walls=(BRICK,), floor=(CONCRETE,), leak_area=0.02,
            ),
        ),
        openings=(
            Opening(id="door", of="kitchen", height=2.1, width=1.2, at=(9.0, 0.0), along="x"),
        ),
        fans=(
            Fan(
                id="make-up", of="OUTSIDE", to="kitchen", flow=MAKE_UP * EXHAUST,
                to_height=2.6, area=1.0, place=(6.0, 1.0),
            ),
        ),
        hoods=(
            Hood(
                id="hood", compartment="kitchen", at=(2.0, 5.6, 2.0), size=(7.0, 1.4, 0.6),
                flow=EXHAUST,
            ),
        ),
        fires=(
            Fire(
                id="fryer", compartment="kitchen", at=(4.0, 6.3, 0.9), area=0.16, hrr=growth,
                radiative_fraction=0.35, carbon=18.0, hydrogen=34.0, oxygen=2.0,
                heat_of_combustion=3.7e7, soot_yield=0.03, co_yield=0.01,
            ),
        ),
        obstacles=(Obstacle("line", (2.0, 5.8, 0.0), (7.0, 1.2, 0.9)),),
    )  # fmt: skip


def bench_field(*, cell: float = 0.2, until: float = SECONDS) -> dict[str, Any]:
    """Run K-M once. `field_600s_wall_s` is scaled when another time than 600 s is simulated."""
    simulate_field(kitchen_m(), cell=cell, until=1.0)  # compiles, or reads what was compiled
    return figures(simulate_field(kitchen_m(), cell=cell, until=until), until)


def figures(run: FieldRun, until: float) -> dict[str, Any]:
    """What a run cost and how well it kept its books."""
    scale = SECONDS / until
    work = run.steps * float(run.grid.kind.size)
    return {
        "field_600s_wall_s": round(run.wall_s * scale, 2),
        "field_600s_cpu_s": round(run.cpu_s * scale, 2),
        "field_cell_m": run.cell,
        "field_cells": int(run.grid.kind.size),
        "field_steps": run.steps,
        "field_cpu_ns_per_cell_step": round(run.cpu_s / work * 1e9, 1),
        "field_peak_mib": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
        "field_mass_error": run.mass_error,
        "field_energy_error": run.energy_error,
    }


def main() -> None:
    """Print the figures as JSON."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cell", type=float, default=0.2)
    parser.add_argument("--until", type=float, default=SECONDS)
    options = parser.parse_args()
    print(json.dumps(bench_field(cell=options.cell, until=options.until), indent=1))


if __name__ == "__main__":
    main()
