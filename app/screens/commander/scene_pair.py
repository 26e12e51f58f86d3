"""The site in one scene, or forecast and what-if side by side with one camera."""

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from app.feed.snapshot import Snapshot
from app.screens.forecast_words import standing_word
from app.screens.scene3d.outlook import Outlook
from app.screens.scene3d.renderer import RenderThread
from app.screens.scene3d.states import KitchenState
from app.screens.scene3d.view import KitchenView
from app.screens.theme import Look
from app.screens.view_models.difference_map import (
    ZERO,
    DifferenceMap,
    difference_map,
    first_map_s,
)
from app.screens.view_models.forecast_standing import ForecastView, Standing
from app.screens.view_models.heat import HeatField, heat_field
from app.screens.view_models.site_values import PointLine
from app.screens.wall.outlooks import COLD_C, HOT_C, Outlooks, change_words, heat_picture
from app.screens.wall.scenes import kitchen_state
from app.screens.widgets.themed import Themed
from sim.forecast.model import Forecast
from twin.clock import seconds
from twin.site.model import Layout

SCENE_NS = 200_000_000


class ScenePair(Themed):
    """Left the forecast; right a what-if, only while one is in sight, or with `as_difference` what
    it changes."""

    def __init__(self, look: Look, renderer: RenderThread, parent: QWidget | None = None) -> None:
        super().__init__(look, parent)
        self.views = (KitchenView(renderer, self), KitchenView(renderer, self))
        self._makers = (Outlooks(), Outlooks())
        self._outlooks: list[Outlook | None] = [None, None]
        self._shown: list[Forecast | None] = [None, None]
        self._times = [0.0, 0.0]
        self._layout: Layout | None = None
        self._change: DifferenceMap | None = None
        self.as_difference = False
        self._site: object = None
        self._box = QHBoxLayout(self)
        self._box.setContentsMargins(0, 0, 0, 0)
        for view in self.views:
            self._box.addWidget(view, 1)
            view.moved.connect(self._follow)
        self.views[1].hide()
        self.on_look()

    def on_look(self) -> None:
        """Colours and names for the scenes."""
        self._box.setSpacing(self._look.line)
        for view in self.views:
            view.set_theme(self._look.theme.tokens)
            view.set_language(self._look.language)
            view.set_scale(self._look.scale)

    def paintEvent(self, event: QPaintEvent) -> None:
        """The line between both scenes."""
        self.painter().fillRect(self.rect(), self._look.color("line_strong"))

    def forget(self) -> None:
        """Another site comes."""
        self._site = None

    def show_forecast(
        self,
        view: ForecastView,
        base: Forecast | None,
        other: Forecast | None,
        layout: Layout,
        at_s: float,
    ) -> None:
        """What both scenes show of the time ahead; called before `show_site`."""
        shift = 0.0 if base is None or other is None else seconds(other.made_at - base.made_at)
        self._times = [at_s, max(at_s - shift, 0.0)]
        self._shown, self._layout = [base, other], layout
        self._outlooks[0] = self._outlook(0, view, layout)
        self._outlooks[1] = None if other is None else self._outlook(1, view, layout)
        self.views[1].setVisible(other is not None)
        self._change = None
        if self.as_difference and base is not None and other is not None:
            self._change = difference_map(base, other, at_s)
            self._outlooks[1] = self._as_change(self._outlooks[1], base, other)

    def _as_change(self, shown: Outlook | None, base: Forecast, other: Forecast) -> Outlook | None:
        """The what-if's lines without its smoke, which would cover what the floor shows."""
        if shown is None:
            return None
        words = change_words(shown.words, self._change, first_map_s(base, other))
        return replace(shown, words=words, rooms=())

    def _outlook(self, side: int, view: ForecastView, layout: Layout) -> Outlook | None:
        forecast = self._shown[side]
        if forecast is None:
            absent = view.standing is not Standing.LIVE
            return Outlook(0.0, words=standing_word(view)) if absent else None
        made = self._makers[side].make(
            view, layout, self._times[side], self._look, forecast=forecast
        )
        paired = side == 0 and self._shown[1] is not None  # the right scene has the legend then
        return replace(made, has_legend=not paired) if made is not None else None

    def show_site(self, snapshot: Snapshot, site_id: str, lines: Sequence[PointLine]) -> None:
        """The site's values under the forecast."""
        assert snapshot.tables is not None  # the page has looked
        if (snapshot.tables, site_id) != self._site:
            self._site = (snapshot.tables, site_id)
            first = snapshot.tables.points.rows_of(site_id).start
            for view in self.views:
                view.set_site(snapshot.tables.points.fleet, site_id, first)
        for side, view in enumerate(self.views):
            if side == 0 or self._shown[1] is not None:
                view.set_state(self._state(side, snapshot, lines))

    def _state(self, side: int, snapshot: Snapshot, lines: Sequence[PointLine]) -> KitchenState:
        if side == 1 and self.as_difference:
            return self._change_state(snapshot, lines)
        forecast = self._shown[side]
        picture = None if forecast is None else heat_picture(forecast, self._times[side])
        if picture is None and self._layout is not None:  # then where it is serious now
            return kitchen_state(
                snapshot,
                lines,
                heat_field(self._layout, lines),
                selected=-1,
                labels=(),
                outlook=self._outlooks[side],
                heat_legend=side == 0,
            )
        heat = None if picture is None else HeatField(picture.field, picture.extent)
        return kitchen_state(
            snapshot,
            lines,
            heat,
            selected=-1,
            labels=(),
            outlook=self._outlooks[side],
            heat_range=(COLD_C, HOT_C),
            heat_unit="°C",
            heat_legend=side == 0,
        )

    def _change_state(self, snapshot: Snapshot, lines: Sequence[PointLine]) -> KitchenState:
        change = self._change
        end = 0.0 if change is None else change.end_k
        return kitchen_state(
            snapshot,
            lines,
            None if change is None else HeatField(change.share, change.extent),
            selected=-1,
            labels=(),
            outlook=self._outlooks[1],
            heat_range=(-end, end),
            heat_unit="K",
            heat_zero=ZERO,
        )

    def _follow(self, source: object) -> None:
        """One camera for both: a hand on one scene moves the other."""
        for view in self.views:
            if view is not source and isinstance(source, KitchenView):
                view.look_as(source)

    def dispose(self) -> None:
        """Give the graphics memory back."""
        for view in self.views:
            view.dispose()
