"""Where the wall is and how it gets elsewhere: nation, site, all points of a site, and back."""

from collections.abc import Callable
from enum import IntEnum

import numpy as np
from PySide6.QtWidgets import QStackedWidget

from app.feed.snapshot import Snapshot
from app.screens.view_models.alarm_book import AlarmBook
from app.screens.wall.nation_page import NationPage
from app.screens.wall.site_page import SitePage


class Page(IntEnum):
    """Places of the stack."""

    STATE = 0
    NATION = 1
    SITE = 2


class Navigation:
    """Turns the pages of a stack. `turned` is called after every turn and draws the page."""

    def __init__(
        self,
        stack: QStackedWidget,
        nation: NationPage,
        site: SitePage,
        book: AlarmBook,
        turned: Callable[[], None],
    ) -> None:
        self._stack, self._nation, self._site = stack, nation, site
        self._book, self._turned = book, turned
        self.snapshot: Snapshot | None = None

    @property
    def page(self) -> Page:
        """The page in sight."""
        return Page(self._stack.currentIndex())

    @property
    def site_id(self) -> str:
        """The site in sight, or nothing."""
        return self._site.site_id if self.page is Page.SITE else ""

    def go_to_nation(self) -> None:
        """All kitchens."""
        self._turn(Page.NATION)
        self._nation.alarms.setFocus()

    def go_to_site(self, site_id: str, *, details: bool = False, point: int = -1) -> None:
        """One site: its incident, or with `details` all its points."""
        if self.snapshot is None or self.snapshot.tables is None:
            return
        self._site.open(self.snapshot, site_id, details=details, point=point)
        self._turn(Page.SITE)
        self._site.alarms.setFocus()

    def go_to_alarm(self, alarm: int) -> None:
        """The site of an alarm; once more at its site: all points."""
        if self.snapshot is None or self.snapshot.tables is None:
            return
        tables = self.snapshot.tables
        definition = tables.alarms.definitions[alarm]
        site = tables.points.fleet.sites[definition.site].id
        self._nation.alarms.choose(alarm)
        details = self.site_id == site and not self._site.details
        self.go_to_site(site, details=details, point=definition.point)

    def follow(self, alarm: int) -> None:
        """Bring a new alarm into sight; whoever is at its site already stays on that page."""
        if self.snapshot is None or self.snapshot.tables is None:
            return
        definition = self.snapshot.tables.alarms.definitions[alarm]
        site = self.snapshot.tables.points.fleet.sites[definition.site].id
        self._nation.alarms.choose(alarm)
        details = self.site_id == site and self._site.details
        self.go_to_site(site, details=details, point=definition.point)

    def open_chosen(self) -> None:
        """The kitchen of the selected alarm; at a site without one, its points."""
        line = self._nation.alarms.current()
        if line is not None:
            self.go_to_alarm(line.alarm)
        elif self.page is Page.SITE:
            self.go_to_site(self.site_id, details=not self._site.details)

    def go_back(self) -> None:
        """One step back: points, site, nation."""
        if self.page is Page.SITE and self._site.details:
            self.go_to_site(self.site_id, point=self._site.selected)
        elif self.page is Page.SITE:
            self.go_to_nation()

    def go_to_next_site(self, step: int) -> None:
        """The next site with something annunciated, in the fleet's order, round and round."""
        if self.snapshot is None or self.snapshot.tables is None:
            return
        tables = self.snapshot.tables
        alarmed = np.unique(tables.alarms.site[self._book.annunciated()]).tolist()
        if not alarmed:
            return
        outside = -1 if step > 0 else len(tables.points.fleet.sites)
        here = tables.points.site_index.get(self.site_id, outside)
        beyond = [s for s in alarmed if (s - here) * step > 0]
        target = (min if step > 0 else max)(beyond or alarmed)
        self.go_to_site(tables.points.fleet.sites[target].id)

    def next_ahead(self) -> None:
        """Another time of the forecast in the scene of the site in sight."""
        if self.page is Page.SITE:
            self._site.next_ahead()
            self._turned()

    def go_to_first_out(self) -> None:
        """Select the alarm that came first in the incident of the site in sight, or anywhere."""
        if self.snapshot is None or self.snapshot.tables is None:
            return
        tables, incident = self.snapshot.tables, self._site.incident
        if self.page is not Page.SITE or incident is None:
            opened = sorted(self.snapshot.incidents.values(), key=lambda i: (i.closed, i.opened))
            incident = opened[0] if opened else None
        if incident is not None and incident.first_out in tables.alarms.row_by_id:
            row = tables.alarms.row_by_id[incident.first_out]
            self._nation.alarms.choose(row)
            self.go_to_site(incident.site, point=tables.alarms.definitions[row].point)

    def _turn(self, page: Page) -> None:
        self._stack.setCurrentIndex(page)
        self._turned()
