"""Sentences of the screens, put together from site names and translated words."""

from PySide6.QtCore import QT_TRANSLATE_NOOP

from app.feed.contract import JournalEntry
from app.feed.snapshot import Tables
from app.screens.forecast_words import ordered_word, told_word
from app.screens.i18n import translate
from app.screens.theme import Look
from app.screens.view_models.alarm_line import AlarmLine, MarkFill
from app.screens.view_models.figures import span_text, unit_text
from twin.alarm.states import AlarmState
from twin.alarm.table import NO_POINT, AlarmKind
from twin.incident.model import IncidentState
from twin.site.model import Layout, Site

STATES = {
    AlarmState.NORMAL: QT_TRANSLATE_NOOP("Words", "back to normal"),
    AlarmState.UNACKNOWLEDGED: QT_TRANSLATE_NOOP("Words", "raised"),
    AlarmState.ACKNOWLEDGED: QT_TRANSLATE_NOOP("Words", "acknowledged"),
    AlarmState.RTN_UNACKNOWLEDGED: QT_TRANSLATE_NOOP("Words", "returned"),
    AlarmState.LATCHED_UNACKNOWLEDGED: QT_TRANSLATE_NOOP("Words", "latched"),
    AlarmState.LATCHED_ACKNOWLEDGED: QT_TRANSLATE_NOOP("Words", "latched, acknowledged"),
    AlarmState.SHELVED: QT_TRANSLATE_NOOP("Words", "shelved"),
    AlarmState.SUPPRESSED_BY_DESIGN: QT_TRANSLATE_NOOP("Words", "suppressed"),
    AlarmState.OUT_OF_SERVICE: QT_TRANSLATE_NOOP("Words", "out of service"),
}
INCIDENT_STATES = {
    IncidentState.PENDING: QT_TRANSLATE_NOOP("Words", "Not acknowledged"),
    IncidentState.ACTIVE: QT_TRANSLATE_NOOP("Words", "Being handled"),
    IncidentState.COMPLETED: QT_TRANSLATE_NOOP("Words", "Closed"),
}
KINDS = {
    "action": QT_TRANSLATE_NOOP("Words", "action"),
    "alarm": QT_TRANSLATE_NOOP("Words", "alarm"),
    "incident": QT_TRANSLATE_NOOP("Words", "incident"),
    "link": QT_TRANSLATE_NOOP("Words", "link"),
    "quality": QT_TRANSLATE_NOOP("Words", "quality"),
    "system": QT_TRANSLATE_NOOP("Words", "system"),
    "forecast": QT_TRANSLATE_NOOP("Words", "forecast"),
    "order": QT_TRANSLATE_NOOP("Words", "order handed over"),
}
# What the hub writes in entries without a change of alarm state; other texts stand as they came.
SAID = {
    ("link", "connected"): QT_TRANSLATE_NOOP("Words", "edge link is back"),
    ("link", "lost"): QT_TRANSLATE_NOOP("Words", "edge link lost"),
    ("link", "not back since the hub started"): QT_TRANSLATE_NOOP(
        "Words", "edge not heard since the hub started"
    ),
    ("incident", "opened"): QT_TRANSLATE_NOOP("Words", "incident opened"),
    ("incident", "PENDING"): QT_TRANSLATE_NOOP("Words", "incident opened"),
    ("incident", "ACTIVE"): QT_TRANSLATE_NOOP("Words", "incident is being handled"),
    ("incident", "COMPLETED"): QT_TRANSLATE_NOOP("Words", "incident closed"),
    ("system", "started"): QT_TRANSLATE_NOOP("Words", "hub started"),
    ("system", "stopped"): QT_TRANSLATE_NOOP("Words", "hub stopped"),
}
TRUTHS = {
    "fire": QT_TRANSLATE_NOOP("Words", "fire"),
    "gas": QT_TRANSLATE_NOOP("Words", "gas"),
    "fault": QT_TRANSLATE_NOOP("Words", "fault"),
    "nuisance": QT_TRANSLATE_NOOP("Words", "nuisance"),
}
STEPS = {
    "seen": QT_TRANSLATE_NOOP("Words", "Incident opened"),
    "acknowledged": QT_TRANSLATE_NOOP("Words", "All alarms acknowledged"),
    "clear": QT_TRANSLATE_NOOP("Words", "All conditions clear"),
    "closed": QT_TRANSLATE_NOOP("Words", "Closed by a person"),
}
DOT = " · "


def alarm_title(line: AlarmLine, look: Look) -> str:
    """What is wrong: name, tag and value against its limit."""
    return " ".join(part for part in alarm_parts(line, look) if part)


def alarm_parts(line: AlarmLine, look: Look) -> tuple[str, str]:
    """The name, which may be shortened, and what must always be read: tag, value, limit."""
    name = look.name(line.name)
    tag, unit = line.tag, unit_text(line.unit, chinese=look.is_chinese)
    match line.kind:
        case AlarmKind.RULE:
            return name, ""
        case AlarmKind.STATE:
            return name, f"{tag} {look.name(line.code)}"
        case AlarmKind.LOSS | AlarmKind.LONG_LOSS:
            silent = translate("Words", "no data")
            return name, f"{tag} {silent}"
        case AlarmKind.RATE:
            rising = translate("Words", "rises")
            return name, f"{tag} {rising} > {line.at:g} {unit}/min"
    value = f"{line.value_text} {unit}".rstrip()
    return name, f"{tag} {value} {line.comparison} {line.at:g}"


def alarm_place(line: AlarmLine, look: Look) -> str:
    """Where: city, site, zone."""
    parts = (site_name(line.site, look), look.name(line.zone))
    return DOT.join(part for part in parts if part)


def site_name(site: Site, look: Look) -> str:
    """City and name; the city alone in the name when that already begins with it."""
    city, name = look.name(site.city), look.name(site.name)
    return name if name.startswith(city) else f"{city}{DOT}{name}"


def alarm_aside(line: AlarmLine, now: int) -> str:
    """The second word of time: age while it waits, else who or what answered."""
    match line.fill:
        case MarkFill.WAITING:
            return span_text(now - line.raised)
        case MarkFill.OUTLINE:
            return translate("Words", "RTN")
        case MarkFill.HATCHED:
            shelf = translate("Words", "shelf")
            return f"{shelf} {span_text(line.shelved_until - now)}"
        case MarkFill.SUPPRESSED | MarkFill.OUT_OF_SERVICE:
            return translate("Words", STATES[line.state])
    known = translate("Words", "ack")
    return f"{known} {line.by}".rstrip()


def journal_text(entry: JournalEntry, tables: Tables, look: Look) -> str:
    """One journal entry as a sentence without its time."""
    return " ".join(part for part in journal_parts(entry, tables, look) if part)


def journal_parts(entry: JournalEntry, tables: Tables, look: Look) -> tuple[str, str]:
    """The name of what it is about, which may be shortened, and what happened where."""
    site = _site_name(entry.site, tables, look)
    has_alarm = 0 <= entry.alarm < len(tables.alarms)
    name = alarm_name(entry.alarm, tables, look) if has_alarm else ""
    if has_alarm and entry.after in STATES and entry.kind != "incident":
        state = translate("Words", STATES[AlarmState(entry.after)])
        head, tag = alarm_words(entry.alarm, tables, look)
        return head, DOT.join(part for part in (f"{tag} {state}".lstrip(), site, entry.by) if part)
    if entry.kind == "order":
        head = translate("Words", KINDS["order"])
        ordered = ordered_word(entry.text, _layout(entry.site, tables), look)
        return "", DOT.join(part for part in (head, ordered, site, entry.by) if part)
    if entry.kind == "forecast":
        return "", DOT.join(part for part in (told_word(entry.text), site) if part)
    said = SAID.get((entry.kind, entry.text.split(":")[0])) or KINDS.get(entry.kind)
    known = translate("Words", said) if said is not None else entry.kind
    head = known if (entry.kind, entry.text.split(":")[0]) in SAID else entry.text or known
    return "", DOT.join(part for part in (head, name, site, entry.by) if part)


def alarm_name(alarm: int, tables: Tables, look: Look) -> str:
    """A short name of an alarm: its point's or rule's."""
    return " ".join(part for part in alarm_words(alarm, tables, look) if part)


def alarm_words(alarm: int, tables: Tables, look: Look) -> tuple[str, str]:
    """Name and tag of an alarm's point; the name of a rule, which has no tag."""
    definition = tables.alarms.definitions[alarm]
    if definition.point != NO_POINT:
        point = tables.points.points[definition.point]
        return look.name(point.name), point.tag
    return look.name(definition.rule.name) if definition.rule is not None else definition.id, ""


def _layout(site_id: str, tables: Tables) -> Layout | None:
    index = tables.points.site_index.get(site_id)
    fleet = tables.points.fleet
    return None if index is None else fleet.layout_of(fleet.sites[index])


def _site_name(site_id: str, tables: Tables, look: Look) -> str:
    index = tables.points.site_index.get(site_id)
    return site_id if index is None else look.name(tables.points.fleet.sites[index].name)
