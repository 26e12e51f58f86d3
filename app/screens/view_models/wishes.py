"""What-ifs that a commander asked for and that have not come, or are not wanted any more."""

from collections.abc import Iterable


class Wishes:
    """By the numbers that their results will carry. What is withdrawn may still be worked out at
    the hub: it is not shown."""

    def __init__(self) -> None:
        self._asked = 0  # those that the hub has not answered yet
        self._unwanted = 0  # of these
        self._waiting: set[int] = set()
        self._withdrawn: set[int] = set()

    @property
    def count(self) -> int:
        """How many are wanted and not there yet."""
        return self._asked - self._unwanted + len(self._waiting)

    def ask(self) -> None:
        """One is on its way to the hub."""
        self._asked += 1

    def answered(self, number: int) -> None:
        """The hub took one, in the order in which they were asked for; 0: it refused."""
        self._asked -= 1
        unwanted = self._unwanted > 0
        self._unwanted -= unwanted
        if number:
            (self._withdrawn if unwanted else self._waiting).add(number)

    def withdraw(self) -> None:
        """None of those that have not come is wanted any more."""
        self._unwanted = self._asked
        self._withdrawn |= self._waiting
        self._waiting.clear()

    def came(self, numbers: Iterable[int]) -> None:
        """Results that are there, or will not come."""
        self._waiting.difference_update(numbers)

    def is_withdrawn(self, number: int) -> bool:
        """Whether a result is not to be shown."""
        return number in self._withdrawn
