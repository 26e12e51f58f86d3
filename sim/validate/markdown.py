"""The verdict as a page of Markdown tables."""

from collections.abc import Iterable

from sim.validate.published import Published
from sim.validate.report import Group, Readings, Steckler, Verdict
from sim.validate.stats import Statistics


def markdown(verdicts: Iterable[Verdict]) -> str:
    """All models, one after another."""
    return "\n".join(_page(verdict) for verdict in verdicts)


def _page(verdict: Verdict) -> str:
    lines = [
        f"# {verdict.model} model against measured fires",
        "",
        f"{verdict.cases} fires, {len(verdict.failed)} failed, {verdict.wall_s:.1f} s. "
        "Bias and sigma as NIST states them (McGrattan and Toman 2011).",
        "",
        *_steckler_table(verdict),
        "",
        *_quantity_table(verdict.quantities),
        "",
        *_reading_table(verdict.quantities),
        "",
        *_dataset_table(verdict.quantities),
        "",
        *_listed(
            "Formulas against the table of published ones, worst row",
            [
                f"{name}: n {one.n}, {one.worst_pct:.3f} %"
                for name, one in verdict.correlations.items()
            ],
        ),
        *_listed("Failed", [f"{name}: {why}" for name, why in verdict.failed.items()]),
        *_listed("Not computed", [f"{why}: {n}" for why, n in verdict.not_computed.items()]),
        *_listed("Not run", verdict.not_run),
        *_listed("Settings", [f"{name}: {value}" for name, value in verdict.settings.items()]),
    ]
    return "\n".join(lines) + "\n"


def _steckler_table(verdict: Verdict) -> list[str]:
    rows = {f"{verdict.model}": verdict.steckler}
    rows |= {f"CFAST, {name}": errors for name, errors in verdict.cfast_steckler.items()}
    lines = [
        "## Steckler room",
        "",
        "| model | n | upper rise % | layer height m | flow out % | flow in % | bias rise |",
        "|---|---|---|---|---|---|---|",
        *(_steckler_row(name, errors) for name, errors in rows.items()),
    ]
    fds = verdict.fds_steckler.get("Steckler T_room_max rise")
    if fds:
        lines.append(
            f"| FDS (hottest thermocouple, layer depth) | {fds.n} | {_number(fds.mean_abs_pct, 1)}"
            f" | {_number(verdict.fds_layer_mean_abs_m)} | | | {_number(fds.bias)} |"
        )
    return lines


def _steckler_row(name: str, errors: Steckler) -> str:
    return (
        f"| {name} | {errors.n} | {_number(errors.upper_rise_mean_abs_pct, 1)} "
        f"| {_number(errors.layer_height_mean_abs_m)} "
        f"| {_number(errors.opening_flow_mean_abs_pct, 1)} "
        f"| {_number(errors.opening_flow_in_mean_abs_pct, 1)} "
        f"| {_number(errors.upper_rise.bias if errors.upper_rise else None)} |"
    )


def _quantity_table(groups: dict[str, Group]) -> list[str]:
    return [
        "## Fires that change over time",
        "",
        "Beside CFAST, on its points, our values are as tabled: windows that count as ducts are "
        "open. Published: bias / sigma of NIST over all its data sets, more than these fires.",
        "",
        "| quantity | n | not computed | bias | sigma | mean abs % "
        "| n with CFAST | bias there, as tabled | sigma there, as tabled "
        "| CFAST bias | CFAST sigma | CFAST published | FDS published |",
        "|---|---|---|---|---|---|---|---|---|---|---|---|---|",
        *(_quantity_row(name, group) for name, group in groups.items()),
    ]


def _quantity_row(name: str, group: Group) -> str:
    own = (
        f"| {name} | {group.n} | {group.not_computed} | {_number(group.bias)} "
        f"| {_number(group.sigma)} | {_number(group.mean_abs_pct, 1)} "
    )
    there = group.beside_cfast.as_tabled if group.beside_cfast else None
    rivals = f"{_pair(there, count=True)} | {_pair(group.cfast)}"
    told = " | ".join(_published(group.published.get(name)) for name in ("CFAST", "FDS"))
    return f"{own}| {rivals} | {told} |"


def _published(one: Published | None) -> str:
    return "" if one is None else f"{one.bias:.2f} / {one.sigma:.2f} (n {one.n})"


def _reading_table(groups: dict[str, Group]) -> list[str]:
    """Only quantities that the rules of reading change."""
    return [
        "## What the rules of reading are worth",
        "",
        "Bias / sigma. By the rules: a window that is a fan's duct in other fires of its set is "
        "shut. CFAST had it open.",
        "",
        "| quantity | points | n | by the rules | windows open as tabled | CFAST |",
        "|---|---|---|---|---|---|",
        *(
            _reading_row(name, points, read, rival)
            for name, group in groups.items()
            for points, read, rival in (
                ("all", group.read, None),
                ("those of CFAST", group.beside_cfast, group.cfast),
            )
            if read and read.by_rules != read.as_tabled
        ),
    ]


def _reading_row(name: str, points: str, read: Readings, rival: Statistics | None) -> str:
    ways = (read.by_rules, read.as_tabled, rival)
    told = " | ".join(f"{_number(one.bias)} / {_number(one.sigma)}" if one else "" for one in ways)
    return f"| {name} | {points} | {read.by_rules.n} | {told} |"


def _dataset_table(groups: dict[str, Group]) -> list[str]:
    return [
        "## By data set",
        "",
        "| quantity | data set | n | bias | sigma | mean abs % "
        "| n with CFAST | bias there, as tabled | sigma there, as tabled "
        "| CFAST bias | CFAST sigma |",
        "|---|---|---|---|---|---|---|---|---|---|---|",
        *(
            f"| {name} | {dataset} | {one.n} | {_number(one.bias)} | {_number(one.sigma)} "
            f"| {_number(one.mean_abs_pct, 1)} "
            f"| {_pair(group.beside_cfast_by_dataset.get(dataset), count=True)} "
            f"| {_pair(group.cfast_by_dataset.get(dataset))} |"
            for name, group in groups.items()
            for dataset, one in group.by_dataset.items()
        ),
    ]


def _pair(errors: Statistics | None, *, count: bool = False) -> str:
    if errors is None:
        return " | | " if count else " | "
    both = f"{_number(errors.bias)} | {_number(errors.sigma)}"
    return f"{errors.n} | {both}" if count else both


def _listed(title: str, entries: list[str]) -> list[str]:
    return [f"## {title}", "", *(f"- {entry}" for entry in entries), ""] if entries else []


def _number(value: float | None, digits: int = 3) -> str:
    return "" if value is None else f"{value:.{digits}f}"
