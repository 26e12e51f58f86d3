"""One point's samples: what it told, and since when it tells nothing."""

from sim.forecast.track import Track
from twin.quality import Quality


def test_a_point_is_bad_since_the_first_word_of_it_until_a_good_one() -> None:
    own = Track()
    own.adopt(1, 20.0, Quality.GOOD)
    for time in (5, 7, 9):
        own.adopt(time, 0.0, Quality.BAD_SENSOR_FAILURE)
    assert own.bad_since == 5
    assert own.at(4) == (1, 20.0)
    assert own.at(5) is None
    assert own.last(9) == (1, 20.0)
    own.adopt(11, 21.0, Quality.GOOD)
    assert own.at(12) == (11, 21.0)
    own.adopt(15, 0.0, Quality.BAD_SENSOR_FAILURE)
    assert own.bad_since == 15
