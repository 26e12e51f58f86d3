"""A written case says what the fire says, in a form that PyFoam reads."""

import re
import warnings
from pathlib import Path

import pytest
from foam_parts import COARSE, room_case, two_rooms
from msgspec.structs import replace

from sim.cfd.combustion import fuel_of
from sim.cfd.settings import FoamSettings, Solver, choose_solver
from sim.cfd.write import open_foam, write_foam
from sim.errors import CaseError
from sim.fire.case import Case, Fan, Obstacle

EMPTY = {"boundaryRadiationProperties", "chemistryProperties"}  # fireFoam wants the files only
FUEL = FoamSettings(cell=0.4, margin=0.8, solver=Solver.COMBUSTION)


def parsed(path: Path, *, plain: bool = False) -> dict[str, object]:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # PyFoam's own text raises some
        from PyFoam.RunDictionary.ParsedParameterFile import ParsedParameterFile

        return dict(ParsedParameterFile(str(path), noHeader=plain).content)


@pytest.mark.parametrize("settings", [COARSE, FUEL], ids=["heat source", "combustion"])
def test_every_dictionary_is_read_by_pyfoam(tmp_path: Path, settings: FoamSettings) -> None:
    write_foam(room_case(), tmp_path, settings)
    files = [p for p in tmp_path.rglob("*") if p.is_file() and p.suffix != ".json"]
    mesh = tmp_path / "constant" / "polyMesh"
    looked = [p for p in files if mesh not in p.parents]
    assert len(looked) >= 14
    for path in looked:
        assert parsed(path) or path.name in EMPTY, path.name


def test_the_sources_give_off_the_convective_energy(tmp_path: Path) -> None:
    case = room_case(duration=30.0, hrr=((0.0, 0.0), (20.0, 80e3), (30.0, 80e3)))
    write_foam(case, tmp_path, COARSE)
    sources = parsed(tmp_path / "constant" / "fvOptions")
    energy = 0.0
    for source in sources.values():
        told = source["scalarSemiImplicitSourceCoeffs"]  # type: ignore[index]  # PyFoam has no types
        energy += told["duration"] * told["injectionRateSuSp"]["h"][0]
    assert energy == pytest.approx(0.7 * (80e3 * 10 + 80e3 * 10), rel=1e-6)


def test_the_air_outside_has_its_own_pressure_at_every_height(tmp_path: Path) -> None:
    written = write_foam(room_case(), tmp_path, COARSE)
    text = (tmp_path / "0" / "p_rgh").read_text()
    listed = re.search(r"open \{ type prghTotalPressure; p0 nonuniform List<scalar> (\d+)", text)
    assert listed is not None
    number = [p.name for p in written.grid.patches].index("open")
    assert int(listed[1]) == next(n for p, _, n in written.mesh.patches if p == number)


def test_the_written_case_is_opened_again_as_it_was(tmp_path: Path) -> None:
    written = write_foam(two_rooms(), tmp_path, COARSE)
    again = open_foam(tmp_path)
    assert (again.case, again.card) == (written.case, written.card)
    assert (again.mesh.owner == written.mesh.owner).all()


def test_a_folder_without_a_case_is_named(tmp_path: Path) -> None:
    with pytest.raises(CaseError, match=str(tmp_path)):
        open_foam(tmp_path)


def test_a_fire_inside_a_solid_is_named(tmp_path: Path) -> None:
    block = Obstacle("block", (0.7, 0.7, 0.0), (1.4, 1.4, 1.6))
    with pytest.raises(CaseError, match="fire burner, at: no gas"):
        write_foam(replace(room_case(), obstacles=(block,)), tmp_path, COARSE)


@pytest.mark.parametrize(
    ("case", "settings", "solver"),
    [
        (room_case(), COARSE, Solver.HEAT_SOURCE),
        (room_case(), replace(COARSE, species=True), Solver.COMBUSTION),
        (room_case(hrr=((0.0, 2.5e6),)), COARSE, Solver.COMBUSTION),
        (
            room_case(hrr=((0.0, 2.5e6),)),
            replace(COARSE, solver=Solver.HEAT_SOURCE),
            "buoyantPimpleFoam",
        ),
        (
            replace(
                room_case(hrr=((0.0, 2.5e6),)),
                fans=(Fan(id="fan", of="room", to="OUTSIDE", flow=2.0, of_height=2.0),),
            ),
            COARSE,
            Solver.HEAT_SOURCE,
        ),
    ],
    ids=["small", "species", "short of air", "asked for", "fan brings air"],
)
def test_the_solver_is_chosen_by_need(case: Case, settings: FoamSettings, solver: str) -> None:
    assert choose_solver(case, settings) == solver


def test_a_fuel_heats_by_what_it_does_not_radiate() -> None:
    fire = replace(
        room_case().fires[0],
        heat_of_combustion=5.0e7,
        carbon=1.0,
        hydrogen=4.0,
        radiative_fraction=0.2,
    )
    fuel = fuel_of(fire)
    assert fuel.mole == pytest.approx(0.016043, rel=1e-4)  # methane, kg/mol
    assert fuel.oxygen == 2.0
    assert fuel.heat == pytest.approx(4.0e7)
    whole = fuel_of(replace(fire, radiative_fraction=0.0, heat_of_combustion=50.03e6))
    assert whole.formation == pytest.approx(-74.6e3, rel=0.02)  # methane, J/mol; NIST WebBook


def test_a_room_without_layers_that_loses_radiation_is_told(tmp_path: Path) -> None:
    assert write_foam(room_case(), tmp_path / "walls", COARSE).card.notes == ()
    bare = replace(room_case().compartments[0], ceiling=(), walls=(), floor=())
    (note,) = write_foam(
        replace(room_case(), compartments=(bare,)), tmp_path / "bare", COARSE
    ).card.notes
    assert note == "room has no layers, yet 30% of burner leaves it as radiation"
