"""The forecast of one incident as a document: HTML that Qt shows and prints."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from app.feed.contract import JournalEntry
from app.screens.difference_words import change_word, value_word
from app.screens.forecast_words import (
    QUANTITIES,
    asset_word,
    model_word,
    ordered_word,
    place_word,
    pulls_word,
    verdict_word,
)
from app.screens.i18n import translate
from app.screens.kitchen_words import corrected_word, part_word, when_word
from app.screens.reasons import (
    is_unknown,
    marks_word,
    reason_figures,
    reason_text,
    share_word,
    source_text,
    spare_word,
)
from app.screens.theme import Look
from app.screens.view_models.figures import clock_text, date_text
from app.screens.view_models.forecast_reading import (
    MARKS_S,
    band_at,
    horizon_s,
    worst_place,
)
from app.screens.view_models.forecast_text import (
    ahead_text,
    arrival_text,
    band_text,
    figure,
    margin_text,
)
from app.screens.view_models.kitchen_parts import part_lines
from app.screens.view_models.what_if import DIGITS, UNITS, compare, series_of
from app.screens.widgets.arrival_bars import aset_word
from app.screens.words import site_name
from sim.forecast.model import NEVER, Forecast, Reason
from sim.forecast.parts import Hazard
from twin.site.model import Layout, Site

PLOTS = ("upper", "layer", "sight", "co")
Cells = Sequence[str]


@dataclass(frozen=True, slots=True)
class ReportSource:
    """What a report tells. what_ifs: each with the forecast that it is compared with; entries:
    orders of the incident, newest first."""

    site: Site
    forecast: Forecast
    layout: Layout | None
    what_ifs: tuple[tuple[Forecast, Forecast], ...] = ()
    entries: tuple[JournalEntry, ...] = ()


def report_html(source: ReportSource, look: Look, *, now: int) -> str:
    """The whole report in the language of the screen. Pictures `plot:upper` and so on are added
    by who shows it."""
    forecast = source.forecast
    parts = [
        _head(source, look, now),
        _advice(forecast),
        _exits(source, look),
        _parts(source, look),
        _arrivals(source, look),
        _values(source, look),
        _what_ifs(source, look),
        _orders(source, look),
        _trust(forecast),
    ]
    return (
        f"<html><head>{STYLE}</head><body>{''.join(part for part in parts if part)}</body></html>"
    )


STYLE = """<style>
body { font-size: 10pt; color: #1b2126; }
h1 { font-size: 18pt; font-weight: 500; margin-bottom: 2px; }
h2 { font-size: 12pt; font-weight: 600; margin-top: 16px; margin-bottom: 4px; }
p { margin-top: 2px; margin-bottom: 2px; }
td, th { padding: 3px 10px 3px 0px; text-align: left; }
th { color: #47525b; font-weight: 400; }
.quiet { color: #47525b; }
</style>"""


def _head(source: ReportSource, look: Look, now: int) -> str:
    forecast = source.forecast
    made = f"{date_text(forecast.made_at)} {clock_text(forecast.made_at)}"
    rows = [
        (translate("Report", "Incident"), forecast.incident),
        (translate("Report", "Forecast"), f"{forecast.number} · {made}"),
        (translate("Report", "Model"), model_word(forecast)),
        (translate("Report", "Horizon"), ahead_text(horizon_s(forecast))),
        (translate("Report", "Printed"), f"{date_text(now)} {clock_text(now)}"),
    ]
    if forecast.synthetic:
        rows.append((translate("Report", "Note"), translate("Report", "simulated plant")))
    condition = translate(
        "Report", "This is what follows if nothing is done. It is a forecast, not a measurement."
    )
    site = escape(f"{site_name(source.site, look)} · {source.site.id}")
    title = translate("Report", "Fire forecast: {site}").format(site=site)
    return f"<h1>{title}</h1><p>{condition}</p>{_table((), rows)}"


def _advice(forecast: Forecast) -> str:
    advice = forecast.advice
    head = _title(translate("Report", "Advice"))
    if advice is None:
        return head + _quiet(translate("Report", "This model gives no advice."))
    rows = [
        (
            _mark(reason),
            reason_text(reason),
            reason_figures(reason),
            source_text(reason),
        )
        for reason in sorted(advice.reasons, key=lambda r: (is_unknown(r), not r.holds))
    ]
    columns = ("", translate("Report", "Reason"), translate("Report", "Value"),
               translate("Report", "Source of the limit"))  # fmt: skip
    person = translate("AdviceCard", "a person decides")
    words = filter(None, (share_word(advice), spare_word(advice), person))
    word = f"<p><b>{verdict_word(advice.verdict)}</b> · {' · '.join(words)}</p>"
    unknown = translate("Reasons", "not known")
    mark = f"{marks_word(advice.verdict)}   ? {unknown}"
    return f"{head}{word}{_quiet(mark)}{_table(columns, rows)}"


def _mark(reason: Reason) -> str:
    return "?" if is_unknown(reason) else "■" if reason.holds else "□"


def _parts(source: ReportSource, look: Look) -> str:
    """Oil, links, duct, gas, where the forecast says something of them."""
    rows = [
        (part_word(line, source.layout, look), when_word(line))
        for line in part_lines(source.forecast)
    ]
    corrected = "".join(_quiet(corrected_word(one)) for one in source.forecast.corrected)
    if not rows:
        return corrected
    title = translate("Report", "Oil, links, duct, gas, 90 % bands in min:s")
    return _title(title) + _table((), rows) + corrected


def _exits(source: ReportSource, look: Look) -> str:
    forecast = source.forecast
    if not forecast.exits:
        return ""
    end = horizon_s(forecast)
    rows = [
        (
            asset_word(source.layout, exit_.id, look),
            str(exit_.people),
            arrival_text(exit_.rset, end),
            arrival_text(exit_.aset, end),
            "–" if exit_.aset.low == NEVER else margin_text(exit_.margin_s),
        )
        for exit_ in forecast.exits
    ]
    columns = (
        translate("Report", "Way out"),
        translate("Report", "People"),
        translate("Forecast", "Out by (RSET)"),
        aset_word(look, math.inf, of_gas=forecast.hazard is Hazard.GAS),
        translate("Report", "Margin"),
    )
    return _title(translate("Report", "Ways out, 90 % bands in min:s")) + _table(columns, rows)


def _arrivals(source: ReportSource, look: Look) -> str:
    forecast, end = source.forecast, horizon_s(source.forecast)
    rows = [
        (
            place_word(source.layout, place.id, place.zones, look),
            *(
                arrival_text(arrival, end)
                for arrival in (place.hot, place.blind, place.poisoned, place.untenable)
            ),
        )
        for place in forecast.places
    ]
    columns = (
        translate("Report", "Room"),
        translate("Report", "60 °C at head height"),
        translate("Report", "visibility below 10 m"),
        translate("Report", "FED 0.3"),
        translate("Report", "untenable"),
    )
    return _title(translate("Report", "When it gets bad, 90 % bands in min:s")) + _table(
        columns, rows
    )


def _values(source: ReportSource, look: Look) -> str:
    """Median and band of the worst room, and its curves."""
    forecast = source.forecast
    place = worst_place(forecast)
    if place is None:
        return ""
    times = [mark for mark in MARKS_S if mark <= horizon_s(forecast)]
    rows = []
    for quantity, series in series_of(place).items():
        cells = [f"{translate('Forecast', QUANTITIES[quantity])}, {UNITS[quantity]}"]
        for at_s in times:
            band = band_at(series, forecast.times_s, at_s)
            digits = DIGITS.get(quantity, 0)
            cells.append(f"{figure(band.median, digits)} ({band_text(band, digits)})")
        rows.append(cells)
    columns = ("", *(ahead_text(at_s) for at_s in times))
    room = place_word(source.layout, place.id, place.zones, look)
    title = translate("Report", "Worst room: {room}, median and 90 % band").format(room=room)
    cells = [f'<td><img src="plot:{name}"/></td>' for name in PLOTS]
    lines = "".join(f"<tr>{a}{b}</tr>" for a, b in batched_pairs(cells))
    return f"{_title(title)}{_table(columns, rows)}<table>{lines}</table>"


def batched_pairs(cells: Sequence[str]) -> list[tuple[str, str]]:
    """Two cells for every line of a table."""
    return [(cells[k], cells[k + 1]) for k in range(0, len(cells) - 1, 2)]


def _what_ifs(source: ReportSource, look: Look) -> str:
    rows = []
    for other, base in source.what_ifs:
        found = compare(base, other, at_s=min(300.0, horizon_s(base)))
        if found is None:
            continue
        end = horizon_s(base)
        for k, row in enumerate(found.rows):
            texts = [value_word(row, value, end) for value in (row.base, row.other)]
            words = pulls_word(other.pulls, source.layout, look) if k == 0 else ""
            name = translate("Forecast", QUANTITIES[row.quantity])
            rows.append((words, name, *texts, change_word(row)))
    if not rows:
        return ""
    columns = (
        translate("Report", "What if"),
        "",
        translate("Difference", "as it is"),
        translate("Difference", "what if"),
        "",
    )
    note = _quiet(translate("Report", "Values 5 min ahead, medians. ▲ safer, ▼ more dangerous."))
    return (
        _title(translate("Report", "What was tried"), starts_page=True)
        + note
        + _table(columns, rows)
    )


def _orders(source: ReportSource, look: Look) -> str:
    if not source.entries:
        return ""
    rows = [
        (clock_text(e.time), ordered_word(e.text, source.layout, look), e.by)
        for e in reversed(source.entries)
    ]
    columns = (
        translate("Report", "Time"),
        translate("Report", "Order"),
        translate("Report", "By"),
    )
    return _title(translate("Report", "Orders to people")) + _table(columns, rows)


def _trust(forecast: Forecast) -> str:
    """How earlier forecasts of this fire did, and what steered this one."""
    head = _title(translate("Report", "How far to trust it"))
    rows = [
        (ahead_text(p.ahead_s), str(p.n), f"{p.mean_abs_pct:.0f} %", f"{100 * p.inside:.0f} %")
        for p in forecast.past
    ]
    columns = (
        translate("Report", "Ahead"),
        translate("Report", "Comparisons"),
        translate("Report", "Mean error of the upper-layer rise"),
        translate("Report", "Inside the 90 % band"),
    )
    past = (
        _table(columns, rows)
        if rows
        else _quiet(
            translate("Report", "This fire is too young: no forecast could be checked yet.")
        )
    )
    none = translate("Report", "none")
    used = translate("Report", "Steered by: {tags}").format(tags=", ".join(forecast.used) or none)
    ignored = translate("Report", "Judged failed or lying: {tags}").format(
        tags=", ".join(forecast.ignored) or none
    )
    return f"{head}{past}<p>{escape(used)}</p><p>{escape(ignored)}</p>"


def _title(text: str, *, starts_page: bool = False) -> str:
    style = ' style="page-break-before: always"' if starts_page else ""
    return f"<h2{style}>{escape(text)}</h2>"


def _quiet(text: str) -> str:
    return f'<p class="quiet">{escape(text)}</p>'


def _table(columns: Cells, rows: Sequence[Cells]) -> str:
    head = "".join(f"<th>{escape(cell)}</th>" for cell in columns)
    body = "".join(
        "<tr>" + "".join(f"<td>{escape(cell)}</td>" for cell in row) + "</tr>" for row in rows
    )
    return f'<table cellspacing="0">{f"<tr>{head}</tr>" if columns else ""}{body}</table>'
