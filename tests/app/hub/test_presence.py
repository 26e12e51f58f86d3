"""Which edges are there, and what the points of one that was lost become."""

from dataclasses import replace

from hub_ends import ALARMS

from app.hub.presence import Presence
from edge.link.reception import LinkHealth
from twin.clock import NS_PER_S
from twin.quality import Quality
from twin.samples import batch_of
from twin.twin import Twin

START = 1_800_000_000 * NS_PER_S
HERE = LinkHealth("K-001", "key", True, START, 0, "", run=5)
LOST = Quality.BAD_NO_COMMUNICATION


class Hub:
    """A twin whose points 0 and 1 have been heard, and an edge that is there."""

    def __init__(self) -> None:
        self.now = START
        self.twin = Twin(ALARMS, now=START)
        self.presence = Presence(ALARMS.points, self.twin.latest, START)
        self.say([0, 1], [20.0, 30.0], [0, Quality.BAD_DEVICE_FAILURE])
        self.look(HERE)

    def say(self, rows: list[int], values: list[float], quality: list[int]) -> None:
        self.twin.apply(batch_of(rows, values, quality, self.now, self.now), self.now)

    def look(self, one: LinkHealth) -> list[int]:
        """Qualities of points 0, 1 and 2 after one more second and a look."""
        self.now += NS_PER_S
        _, _, said = self.presence.look([one], {}, self.now)
        self.twin.apply(said, self.now)
        return self.twin.latest.quality[:3].tolist()


AS_BEFORE = [0, Quality.BAD_DEVICE_FAILURE, Quality.BAD_WAITING_FOR_INITIAL_DATA]
ALL_LOST = [LOST, LOST, Quality.BAD_WAITING_FOR_INITIAL_DATA]


def test_points_of_an_edge_that_was_cut_off_become_what_they_were() -> None:
    hub = Hub()
    assert hub.look(replace(HERE, connected=False)) == ALL_LOST
    assert hub.look(replace(HERE, is_caught_up=False)) == ALL_LOST
    assert hub.look(HERE) == AS_BEFORE


def test_a_second_loss_before_the_backlog_is_in_forgets_nothing() -> None:
    hub = Hub()
    for connected in (False, True, False):
        assert hub.look(replace(HERE, connected=connected, is_caught_up=False)) == ALL_LOST
    assert hub.look(HERE) == AS_BEFORE


def test_what_came_meanwhile_stands() -> None:
    hub = Hub()
    hub.look(replace(HERE, connected=False))
    hub.say([0], [99.0], [Quality.BAD_SENSOR_FAILURE])
    assert hub.look(HERE) == [Quality.BAD_SENSOR_FAILURE, *AS_BEFORE[1:]]


def test_of_an_edge_that_restarted_nothing_is_assumed() -> None:
    hub = Hub()
    hub.look(replace(HERE, connected=False))
    assert hub.look(replace(HERE, run=6)) == ALL_LOST


def test_an_alarm_that_holds_is_raised_once() -> None:
    hub = Hub()
    hub.say([0], [240.0], [0])
    alarm = ALARMS.row_by_id["K-001/TT-1/HH"]
    hub.look(replace(HERE, connected=False))
    hub.look(HERE)
    assert hub.twin.cells.active[alarm]
    assert hub.twin.cells.occurrence[alarm] == 1


def test_more_rejected_samples_are_shown() -> None:
    hub = Hub()
    for rejected, shown in ((0, 0), (3, 1), (3, 0)):
        rows, _, _ = hub.presence.look([replace(HERE, rejected=rejected)], {}, hub.now)
        assert [row.rejected for row in rows] == [rejected] * shown
