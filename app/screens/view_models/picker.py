"""The list of scenarios that a demo can play, searched as a person types."""

from collections.abc import Sequence
from dataclasses import dataclass

from app.feed.contract import ScenarioInfo
from twin.site.model import Site

ORDER = ("fire", "gas", "fault", "nuisance")


@dataclass(frozen=True, slots=True)
class Picker:
    """All scenarios and all sites, fires first."""

    scenarios: tuple[ScenarioInfo, ...]
    sites: tuple[Site, ...]

    def scenarios_like(self, text: str) -> list[ScenarioInfo]:
        """Scenarios whose id or name holds every word of the text, one named by its id first."""
        found = [s for s in self.scenarios if _holds(text, (s.id, s.name_zh, s.name_en))]
        asked = text.casefold().split()
        return sorted(
            found,
            key=lambda s: (
                s.id.casefold() not in asked, _truth(s.truth), s.id[0], len(s.id), s.id
            ),
        )  # fmt: skip

    def sites_like(self, text: str) -> list[Site]:
        """Sites whose id, name or city holds every word of the text."""
        return [
            s
            for s in self.sites
            if _holds(text, (s.id, s.name.zh, s.name.en, s.city.zh, s.city.en))
        ]


def _holds(text: str, fields: Sequence[str]) -> bool:
    whole = " ".join(fields).casefold()
    return all(word in whole for word in text.casefold().split())


def _truth(truth: str) -> int:
    return ORDER.index(truth) if truth in ORDER else len(ORDER)
