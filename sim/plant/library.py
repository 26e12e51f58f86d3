"""The scenarios of a folder, by id."""

from collections.abc import Mapping
from pathlib import Path

from sim.plant.errors import PlantError
from sim.plant.scenario import Scenario, load_scenario
from twin.errors import SiteFileError


def load_scenarios(folder: Path) -> dict[str, Scenario]:
    """Every scenario file of a folder, sorted by file name. Raises SiteFileError."""
    found: dict[str, Scenario] = {}
    for path in sorted(folder.glob("*.yaml")):
        scenario = load_scenario(path)
        if scenario.id in found:
            raise SiteFileError(
                f"scenario {scenario.id} stands in two files",
                where=f"{path}:1 id",
                remedy="Give one of them another id",
            )
        found[scenario.id] = scenario
    return found


def scenario_named(scenarios: Mapping[str, Scenario], name: str | None) -> Scenario:
    """One scenario. Raises PlantError when there is none of that name."""
    if name is None or name not in scenarios:
        raise PlantError(
            f"there is no scenario {name!r}" if name else "no scenario is named",
            where="control line",
            remedy=f"One of {', '.join(scenarios) or 'none: the folder is empty'}",
        )
    return scenarios[name]
