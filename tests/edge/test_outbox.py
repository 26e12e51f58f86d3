"""The outbox keeps what it accepted, and nothing else."""

from pathlib import Path

import pytest
from link_ends import SITE, alarm, telemetry

from edge.link.wire import Lane
from edge.outbox import Outbox
from edge.outbox_file import OutboxError, OutboxFile, OutboxFull


async def test_numbers_and_counts_go_on_after_a_restart(tmp_path: Path) -> None:
    async with Outbox(tmp_path / "o.db") as outbox:
        kept = await outbox.append([telemetry(n=3), telemetry(n=2), alarm()])
        assert [one.seq for one in kept] == [1, 2, 1]
        epoch = outbox.epoch
    async with Outbox(tmp_path / "o.db") as outbox:
        assert outbox.epoch == epoch
        assert outbox.counts[Lane.TELEMETRY, SITE].accepted == 5
        assert [one.seq for one in await outbox.append([telemetry()])] == [3]
        assert outbox.waiting(Lane.TELEMETRY, SITE) == 3


async def test_what_the_hub_has_is_deleted_and_not_counted_as_waiting(tmp_path: Path) -> None:
    async with Outbox(tmp_path / "o.db") as outbox:
        await outbox.append([telemetry() for _ in range(5)])
        outbox.acknowledge(Lane.TELEMETRY, SITE, 3)
        assert outbox.waiting(Lane.TELEMETRY, SITE) == 2
    async with Outbox(tmp_path / "o.db") as outbox:
        left = await outbox.pending(Lane.TELEMETRY, SITE, after=0, most=10)
        assert [one.seq for one in left] == [4, 5]
        assert outbox.waiting(Lane.TELEMETRY, SITE) == 2


async def test_two_files_have_two_epochs(tmp_path: Path) -> None:
    async with Outbox(tmp_path / "a.db") as a, Outbox(tmp_path / "b.db") as b:
        assert a.epoch != b.epoch


async def test_a_renewed_outbox_numbers_what_waits_from_one(tmp_path: Path) -> None:
    async with Outbox(tmp_path / "o.db") as outbox:
        kept = await outbox.append([telemetry(float(k)) for k in range(6)])
        outbox.acknowledge(Lane.TELEMETRY, SITE, 4)
        before = outbox.epoch
    async with Outbox(tmp_path / "o.db") as outbox:
        await outbox.renew(before)
        await outbox.renew(before)  # a second lane asks for the same
        left = await outbox.pending(Lane.TELEMETRY, SITE, after=0, most=10)
        assert outbox.epoch != before
        assert [one.seq for one in left] == [1, 2]
        assert [one.draft for one in left] == [one.draft for one in kept[4:]]
        assert [one.seq for one in await outbox.append([telemetry()])] == [3]


def test_a_full_outbox_keeps_all_it_accepted_and_takes_alarms_still(tmp_path: Path) -> None:
    file = OutboxFile(tmp_path / "o.db", most_bytes=1_000_000)
    accepted = 0

    def fill() -> None:
        nonlocal accepted
        while True:
            file.append([telemetry(n=60) for _ in range(20)])
            accepted += 20

    with pytest.raises(OutboxFull, match="nothing accepted is lost"):
        fill()
    assert len(file.pending(Lane.TELEMETRY, SITE, after=0, most=10_000)) == accepted > 100
    assert file.counts[Lane.TELEMETRY, SITE].last_seq == accepted
    file.append([alarm()])
    file.acknowledge({(Lane.TELEMETRY, SITE): accepted})
    assert [one.seq for one in file.append([telemetry()])] == [accepted + 1]
    file.close()


def test_a_disk_without_room_refuses_whole_transactions(tmp_path: Path) -> None:
    file = OutboxFile(tmp_path / "o.db", most_bytes=1_000_000)
    too_much = [telemetry(n=60) for _ in range(2000)]
    with pytest.raises(OutboxFull):
        file.append(too_much)
    assert file.pending(Lane.TELEMETRY, SITE, after=0, most=10) == []
    assert [one.seq for one in file.append([telemetry()])] == [1]
    file.close()


@pytest.mark.parametrize("content", [b"no database at all " * 100, None])
def test_a_file_that_cannot_be_opened_is_named(tmp_path: Path, content: bytes | None) -> None:
    path = tmp_path / "o.db"
    if content is None:
        path.mkdir()
    else:
        path.write_bytes(content)
    with pytest.raises(OutboxError, match=r"o\.db"):
        OutboxFile(path, most_bytes=1_000_000)
