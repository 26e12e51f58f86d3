"""How long raw history is kept: whole days, a day goes by unlinking its file."""

from app.hub.store.buffer import OLDEST_DAYS
from app.hub.store.day_file import DAY_NS
from app.hub.store.errors import StoreError

LONGEST_DAYS = OLDEST_DAYS - 1


def first_day_kept(now: int, days: int) -> int:
    """First UTC day, since 1970, of the last `days` whole days and today; now in ns UTC.

    Raises StoreError unless 1 <= days <= 99.
    """
    if not 1 <= days <= LONGEST_DAYS:
        raise StoreError(
            f"history cannot be kept for {days} days",
            where="retention_days",
            remedy=f"Choose 1 to {LONGEST_DAYS}; export what must be kept longer",
        )
    return now // DAY_NS - days
