"""A box in a kitchen is small: its edge and its outlook do without compiler and scipy."""

import subprocess
import sys
from pathlib import Path

HEAVY = ("numba", "llvmlite", "scipy", "torch", "PySide6")
EDGE = f"""
import sys
from app.commands import edge
from app.library import load_fleet, resource
from edge import agent, outlook
from sim.surrogate.site import SiteOutlook
from sim.surrogate.surrogate import Surrogate

fleet = load_fleet()
site = next(one for one in fleet.sites if one.layout == "k-m")
surrogate = Surrogate.load(resource("models", "kitchen.onnx"))
SiteOutlook(fleet.layout_of(site), site.id, surrogate).warm()
print(*({{name.partition(".")[0] for name in sys.modules}} & set({HEAVY!r})))
"""


def test_an_edge_that_forecasts_loads_no_compiler() -> None:
    done = subprocess.run(
        [sys.executable, "-c", EDGE], cwd=Path(__file__).parents[2], capture_output=True,
        text=True, timeout=120, check=True,
    )  # fmt: skip
    assert done.stdout.split() == []
