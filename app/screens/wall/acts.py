"""What a person may ask of the hub about what is in sight: the chosen alarm, the incident."""

from collections.abc import Callable

from app.screens.errands import Say
from app.screens.i18n import translate
from app.screens.theme import Look
from app.screens.view_models.alarm_book import AlarmBook
from app.screens.view_models.alarm_line import AlarmLine
from app.screens.wall.desk import Desk
from app.screens.wall.nation_page import NationPage
from app.screens.wall.navigation import Navigation
from app.screens.wall.site_page import SitePage


class Acts:
    """Finds what a key or a button means and hands it to the desk."""

    def __init__(
        self,
        desk: Desk,
        say: Say,
        where: Navigation,
        nation: NationPage,
        site: SitePage,
        book: AlarmBook,
        look: Callable[[], Look],
    ) -> None:
        self._desk, self._say, self._where = desk, say, where
        self._nation, self._site, self._book, self._look = nation, site, book, look

    def current_alarm(self) -> AlarmLine | None:
        """The alarm that keys act on: the selected one."""
        return self._nation.alarms.current()

    def acknowledge(self) -> None:
        """Acknowledge the selected alarm."""
        line = self._target()
        if line is not None:
            self._desk.acknowledge(line)

    def acknowledge_incident(self) -> None:
        """Acknowledge every waiting alarm of the incident in sight."""
        incident, tables = self._site.incident, self._book.tables
        if not self._where.site_id or incident is None or tables is None:
            return
        rows = [tables.alarms.row_by_id.get(alarm, -1) for alarm in incident.alarms]
        waiting = self._book.unacknowledged()
        self._desk.acknowledge_all(tuple(row for row in rows if row >= 0 and waiting[row]))

    def shelve(self) -> None:
        """Shelve the selected alarm, or take it off the shelf."""
        line = self._target()
        if line is not None:
            self._desk.shelve(line, self._look())

    def reset(self) -> None:
        """Clear the selected latched alarm."""
        line = self._target()
        if line is not None:
            self._desk.reset(line)

    def close_incident(self) -> None:
        """Close the incident in sight."""
        incident = self._site.incident
        if self._where.site_id and incident is not None:
            self._desk.close_incident(incident)

    def pick_scenario(self) -> None:
        """Choose a scenario to play (demo)."""
        if self._book.tables is not None:
            self._desk.pick_scenario(self._book.tables, self._look(), site=self._where.site_id)

    def _target(self) -> AlarmLine | None:
        line = self.current_alarm()
        if line is None:
            self._say(translate("WallWindow", "Choose an alarm first: ↑ ↓"), False)
        return line
