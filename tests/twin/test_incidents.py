"""How alarms become incidents."""

import pytest
from layouts import NAME, START, at, point, samples, twin_of

from twin.command.actions import Acknowledge, CloseIncident, Reset, Shelve
from twin.errors import ActionRefused
from twin.incident.forming import Incidents, Raised
from twin.incident.model import Incident, IncidentState
from twin.site.model import Leaf, Limit, Limits, Priority, Rule
from twin.twin import Twin

P0, P1, P2, P3 = Priority


def raised(
    alarm: str,
    priority: Priority,
    second: float = 0,
    *,
    zone: str = "line",
    site: str = "T-001",
    is_fault: bool = False,
) -> Raised:
    return Raised(alarm, site, zone, priority, is_fault, at(second))


def formed(*alarms: Raised) -> list[Incident]:
    incidents = Incidents()
    for one in alarms:
        incidents.raise_all([one], at(1000))
    return list(incidents.open.values())


@pytest.mark.parametrize(("priority", "count"), [(P0, 1), (P1, 1), (P2, 0), (P3, 0)])
def test_only_p0_and_p1_open_an_incident(priority: Priority, count: int) -> None:
    assert len(formed(raised("a", priority))) == count


def test_weaker_alarms_of_the_zone_join_but_notices_do_not() -> None:
    (one,) = formed(raised("a", P1), raised("b", P2), raised("c", P3), raised("d", P1))
    assert (one.alarms, one.priority) == (("a", "b", "d"), P1)


def test_first_out_is_the_earliest_by_source_time_and_the_worst_sets_the_priority() -> None:
    (one,) = formed(raised("late", P1, 10), raised("early", P0, 5), raised("mid", P1, 7))
    assert (one.first_out, one.priority, one.opened) == ("early", P0, at(10))


def test_the_first_signs_join_when_the_incident_opens() -> None:
    (one,) = formed(
        raised("old", P2, 0), raised("sign", P2, 100), raised("notice", P3, 101),
        raised("lost", P2, 102, is_fault=True), raised("elsewhere", P2, 103, zone="store"),
        raised("fire", P0, 650),
    )  # fmt: skip
    assert (set(one.alarms), one.first_out) == ({"sign", "lost", "fire"}, "sign")
    assert one.opened == at(650)


def test_an_alarm_joins_once() -> None:
    (one,) = formed(raised("a", P1, 0), raised("a", P1, 9))
    assert one.alarms == ("a",)


@pytest.mark.parametrize(
    ("first", "second", "count"),
    [
        (raised("a", P0), raised("b", P1, 599, zone="store"), 1),
        (raised("a", P1), raised("b", P0, 599, zone="store"), 1),
        (raised("a", P0, 599), raised("b", P1, 0, zone="store"), 1),
        (raised("a", P1), raised("b", P1, 5, zone="store"), 2),
        (raised("a", P0), raised("b", P0, 601, zone="store"), 2),
        (raised("a", P0), raised("b", P0, 5, zone="store", site="T-002"), 2),
        (raised("a", P0), raised("b", P1, 5, is_fault=True), 1),
        (raised("a", P0), raised("b", P1, 5, zone="store", is_fault=True), 2),
        (raised("a", P1, is_fault=True), raised("b", P1, 5), 2),
    ],
)
def test_one_fire_is_one_incident(first: Raised, second: Raised, count: int) -> None:
    assert len(formed(first, second)) == count


def test_a_fire_that_goes_on_keeps_gathering_zones() -> None:
    steps = [raised(f"a{k}", P0, 500 * k, zone=f"zone{k}") for k in range(4)]
    assert len(formed(*steps)) == 1


def test_ids_say_when_and_where_and_are_the_same_everywhere() -> None:
    (one,), (two,) = formed(raised("a", P0)), formed(raised("a", P0))
    assert one.id == "INC-20270115-080000-T-001-line"
    assert (one.id, one.trace, one.opened) == (two.id, two.trace, START)
    (fault,) = formed(raised("a", P1, is_fault=True))
    assert fault.id == f"{one.id}-fault"
    assert fault.trace != one.trace


@pytest.fixture
def twin() -> Twin:
    """A P0 limit on A, a P2 limit on B, a P0 rule of another zone on C; A over its limit."""
    points = [
        point("A", limits=Limits(H=Limit(100.0, P0))),
        point("B", limits=Limits(H=Limit(100.0, P2))),
        point("C"),
    ]
    rule = Rule(
        id="R", name=NAME, priority=P0, zone="store", at_least=1, of=(Leaf("C", above=10.0),)
    )
    made = twin_of(points, [rule])
    made.apply(samples((0, 0, 120)), at(0))
    return made


def only(twin: Twin) -> Incident:
    (one,) = twin.incidents.values()
    return one


def test_an_incident_is_pending_until_somebody_acknowledges(twin: Twin) -> None:
    assert only(twin).state is IncidentState.PENDING
    outcome = twin.operate(Acknowledge((0,), "Li"), at(1))
    assert outcome.incidents == (only(twin),)
    assert only(twin).state is IncidentState.ACTIVE


def test_a_rule_brings_its_own_zone(twin: Twin) -> None:
    twin.apply(samples((2, 700, 11)), at(700))
    assert {one.zone for one in twin.incidents.values()} == {"line", "store"}


def close(twin: Twin, second: float) -> Incident:
    (one,) = twin.operate(CloseIncident(only(twin).id, "out", "Li"), at(second)).incidents
    return one


def test_a_person_closes_an_incident_when_all_is_over(twin: Twin) -> None:
    with pytest.raises(ActionRefused, match="still holds"):
        close(twin, 1)
    twin.apply(samples((0, 2, 20)), at(2))
    with pytest.raises(ActionRefused, match="not acknowledged and reset"):
        close(twin, 3)
    twin.operate(Acknowledge((0,), "Li"), at(4))
    with pytest.raises(ActionRefused, match="not acknowledged and reset"):
        close(twin, 5)
    twin.operate(Reset((0,), "Li"), at(6))
    closed = close(twin, 7)
    assert (closed.state, closed.closed, twin.incidents) == (IncidentState.COMPLETED, at(7), {})


def test_an_incident_that_nobody_handled_is_not_closed() -> None:
    twin = twin_of([point("A", limits=Limits(H=Limit(100.0, P1)))])
    twin.apply(samples((0, 0, 120), (0, 1, 20)), at(1))
    with pytest.raises(ActionRefused, match="nobody has acknowledged"):
        close(twin, 2)
    twin.operate(Shelve((0,), 5, "known", "Li"), at(3))
    assert close(twin, 4).state is IncidentState.COMPLETED


@pytest.mark.parametrize(("incident", "reason"), [("INC-0", "out"), ("", "")])
def test_an_unknown_incident_or_no_reason_is_refused(
    twin: Twin, incident: str, reason: str
) -> None:
    with pytest.raises(ActionRefused):
        twin.operate(CloseIncident(incident, reason, "Li"), at(1))


def test_after_closing_a_new_alarm_opens_a_new_incident(twin: Twin) -> None:
    first = only(twin).id
    twin.apply(samples((0, 2, 20)), at(2))
    twin.operate(Acknowledge((0,), "Li"), at(3))
    twin.operate(Reset((0,), "Li"), at(4))
    close(twin, 5)
    twin.apply(samples((0, 60, 120)), at(60))
    assert only(twin).id != first


def test_an_alarm_knows_its_incident(twin: Twin) -> None:
    assert (twin.incident_of(0), twin.incident_of(3)) == (only(twin).id, "")
