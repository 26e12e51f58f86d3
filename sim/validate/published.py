"""What CFAST and FDS say of the same fires, from the tables beside the measurements."""

from collections.abc import Iterable
from pathlib import Path

from msgspec import Struct

from sim.validate.compare import Point
from sim.validate.metric import RAKE_THIRDS
from sim.validate.tables import read_table

CFAST_QUANTITY = {
    "T_upper rise": "HGL Temperature",
    "layer depth": "HGL Depth",
    "ceiling jet T rise": "Ceiling Jet Temperature",
    "plume T rise": "Plume Temperature",
    "O2 drop": "Oxygen Concentration",
    "CO2 rise": "Carbon Dioxide Concentration",
    "CO rise": "Carbon Monoxide Concentration",
    "pressure": "Compartment Over-Pressure",
    "sprinkler activation": "Sprinkler Activation Time",
    "target heat flux": "Target Heat Flux",
    "surface heat flux": "Surface Heat Flux",
}
STECKLER_VARIANTS = ("upstream_input_k1.0", "k0.1_variant")
Key = tuple[str, str, str, str]


def cfast_points(folder: Path, points: Iterable[Point]) -> list[Point]:
    """CFAST's values for the same transient numbers; those it was not run for are left out, and
    thirds of a rake, of which it gives its layer where our models give the mean over the third."""
    known: dict[Key, float] = {}
    for row in read_table(folder / "cfast_results.csv"):
        quantity = row.text("quantity").split(":")[0]
        key = (row.text("dataset"), row.text("case"), quantity, row.text("location"))
        known[key] = row.number("cfast")
    found = []
    for point in points:
        if any(third in point.location for third in RAKE_THIRDS):
            continue
        quantity = CFAST_QUANTITY.get(point.quantity, "")
        value = known.get((point.dataset, point.case, quantity, point.location))
        if value is not None:
            found.append(_with(point, value))
    return found


def cfast_steckler(folder: Path, points: Iterable[Point], variant: str) -> list[Point]:
    """CFAST's values for the Steckler numbers, `variant` of STECKLER_VARIANTS."""
    known = {
        (row.text("case"), row.text("quantity").split(" ")[0]): row.number("cfast")
        for row in read_table(folder / "cfast_results.csv")
        if row.text("cfast_variant") == variant
    }
    rooms = {row.text("test"): row for row in read_table(folder / "steckler.csv")}
    found = []
    for point in points:
        name = _STECKLER_COLUMN.get(point.group)
        value = known.get((point.case, name or ""))
        if value is None or point.case not in rooms:
            continue
        room = rooms[point.case]
        if point.unit == "K":
            value -= room.number("T_ambient_C")
        elif point.quantity == "layer depth":
            value = room.number("room_H_m") - value
        found.append(_with(point, value))
    return found


_STECKLER_COLUMN = {
    "Steckler T_upper rise": "T_upper_C",
    "Steckler T_lower rise": "T_lower_C",
    "Steckler layer height": "layer_height_m",
    "Steckler layer depth": "layer_height_m",
    "Steckler opening flow out": "mdot_out_kg_s",
    "Steckler opening flow in": "mdot_in_kg_s",
}


class Published(Struct, frozen=True, kw_only=True):
    """Errors that NIST published of a model over all its data sets, these fires among them."""

    n: int
    bias: float
    sigma: float


def published(folder: Path, group: str) -> dict[str, Published]:
    """NIST's figures for a quantity by model (CFAST, FDS); none where there is no table."""
    quantity, _, ventilation = group.partition(", ")
    name = CFAST_QUANTITY.get(quantity, quantity)
    found = {}
    for row in read_table(folder / "published_error_stats.csv"):
        told, _, kind = row.text("quantity").replace(";", ":").partition(":")
        if told == name and kind.strip() in ("", ventilation):
            found[row.text("model")] = Published(
                n=int(row.number("n_points")),
                bias=row.number("bias_delta"),
                sigma=row.number("sigma_model"),
            )
    return found


def fds_steckler(folder: Path) -> list[Point]:
    """NIST's published points of FDS for the Steckler room: hottest thermocouple, layer depth."""
    found = []
    for row in read_table(folder / "fds_steckler_results.csv"):
        for quantity, unit, measured, predicted in (
            ("T_room_max rise", "K", "T_room_max_rise_measured_K", "T_room_max_rise_FDS_K"),
            ("layer depth", "m", "layer_depth_measured_m", "layer_depth_FDS_m"),
        ):
            if row.optional(measured) is None or row.optional(predicted) is None:
                continue
            found.append(
                Point(
                    dataset="steckler",
                    case=row.text("test"),
                    quantity=quantity,
                    group=f"Steckler {quantity}",
                    location="room",
                    unit=unit,
                    measured=row.number(measured),
                    predicted=row.number(predicted),
                )
            )
    return found


def _with(point: Point, predicted: float) -> Point:
    return Point(
        dataset=point.dataset,
        case=point.case,
        quantity=point.quantity,
        group=point.group,
        location=point.location,
        unit=point.unit,
        measured=point.measured,
        predicted=predicted,
    )
