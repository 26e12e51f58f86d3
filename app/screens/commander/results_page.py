"""3D results: slices and smoke of a computed field, and runs of the models with progress."""

from pathlib import Path

from PySide6.QtCore import QT_TRANSLATE_NOOP, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QButtonGroup,
    QCheckBox,
    QFileDialog,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSlider,
    QVBoxLayout,
    QWidget,
)

from app.screens.commander.result_file import Result
from app.screens.commander.result_reader import ResultReader
from app.screens.commander.run_dialog import RunDialog
from app.screens.forecast_words import solver_word
from app.screens.i18n import translate
from app.screens.scene3d.renderer import RenderThread
from app.screens.scene3d.result_scene import ResultState
from app.screens.scene3d.result_view import ResultView
from app.screens.theme import Look
from app.screens.view_models.forecast_text import clock_of_seconds, figure
from app.screens.view_models.results import (
    THINNED,
    Grid3,
    has_smoke,
    range_of,
    shares,
    slice_at,
    smoke_density,
)
from app.screens.widgets.panel import Panel
from app.screens.widgets.scrolled import scrolled
from app.screens.widgets.themed import Themed

STEPS = 100
MOST_QUANTITIES = 10
QUANTITIES = {
    "temperature": QT_TRANSLATE_NOOP("Results", "Temperature"),
    "visibility": QT_TRANSLATE_NOOP("Results", "Visibility"),
    "velocity": QT_TRANSLATE_NOOP("Results", "Velocity"),
    "pressure": QT_TRANSLATE_NOOP("Results", "Pressure"),
    "soot": QT_TRANSLATE_NOOP("Results", "Soot"),
    "oxygen": QT_TRANSLATE_NOOP("Results", "Oxygen"),
    "co": QT_TRANSLATE_NOOP("Results", "Carbon monoxide"),
}
FIRST = ("temperature", "t", "visibility")


class ResultsPage(Themed):
    """One moment of a result at a time. Signal said(text, good)."""

    said = Signal(str, bool)

    def __init__(self, look: Look, renderer: RenderThread, parent: QWidget | None = None) -> None:
        super().__init__(look, parent)
        self.result: Result | None = None
        self.grid: Grid3 | None = None
        self.quantity, self.frame, self.height_m = "", 0, 1.8
        self._span: dict[str, tuple[float, float]] = {}
        self._error = ("", "")
        self._reader = ResultReader(self)
        self._reader.found.connect(self._adopt)
        self._reader.read.connect(self._adopt_moment)
        self._reader.failed.connect(self._fail)
        self.view = ResultView(renderer)
        self._make_controls()
        self._compose()
        self.on_look()

    def _make_controls(self) -> None:
        self.open_folder, self.run = QPushButton(self), QPushButton(self)
        self.open_folder.clicked.connect(self.ask_folder)
        self.run.clicked.connect(self.ask_run)
        self.names = [QPushButton(self) for _ in range(MOST_QUANTITIES)]
        group = QButtonGroup(self)
        for k, button in enumerate(self.names):
            button.setCheckable(True)
            group.addButton(button)
            button.clicked.connect(lambda _on=False, k=k: self._choose(k))
        self.level, self.moment = (
            QSlider(Qt.Orientation.Horizontal),
            QSlider(Qt.Orientation.Horizontal),
        )
        self.level.setRange(0, STEPS)
        self.level.valueChanged.connect(self._lift)
        self.moment.valueChanged.connect(self.go_to)
        self.slice, self.smoke = QCheckBox(self), QCheckBox(self)
        for box in (self.slice, self.smoke):
            box.setChecked(True)
            box.toggled.connect(lambda _on: self._show())
        self._labels = {
            name: QLabel(self) for name in ("quantity", "level", "moment", "facts", "state")
        }
        for label in self._labels.values():
            label.setWordWrap(True)

    def _compose(self) -> None:
        left = QWidget(self)
        self._column = QVBoxLayout(left)
        for part in (
            self.open_folder, self.run, self._labels["state"], self._labels["quantity"],
            *self.names, self.slice, self._labels["level"], self.level, self.smoke,
            self._labels["moment"], self.moment, self._labels["facts"],
        ):  # fmt: skip
            self._column.addWidget(part)
        self._column.addStretch(1)
        self._left = Panel(self._look, scrolled(left), edge=Qt.Edge.RightEdge)
        self._scene = Panel(self._look, self.view)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self._left)
        row.addWidget(self._scene, 1)

    def on_look(self) -> None:
        """Sizes and texts follow the look."""
        look, side = self._look, self._look.px(12)
        self._column.setContentsMargins(side, side, side, side)
        self._column.setSpacing(look.px(6))
        self.view.set_theme(look.theme.tokens)
        self.view.set_language(look.language)
        self.view.set_scale(look.scale)
        self.open_folder.setText(translate("Results", "Open a result  O"))
        self.run.setText(translate("Results", "Run a model  N"))
        self.slice.setText(translate("Results", "Level slice"))
        thinned = translate("Results", "Smoke, 1/{times:g} of its density")
        self.smoke.setText(thinned.format(times=THINNED))
        self._left.set_texts(translate("Results", "3D results"))
        self._arrange()
        self._show()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The controls take their share within limits."""
        self._arrange()
        super().resizeEvent(event)

    def _arrange(self) -> None:
        look = self._look
        wide = min(max(self.width() * 0.165, look.px(236)), look.px(330))
        self._left.setFixedWidth(round(wide))

    # reading

    @property
    def is_reading(self) -> bool:
        """True while a file is being read."""
        return self._reader.is_reading

    def open(self, folder: Path) -> None:
        """Show the result in a folder; it is read in the background."""
        self.result, self.grid, self._span = None, None, {}
        self._error = ("", "")
        self._reader.open(folder)
        self._show()

    def go_to(self, frame: int) -> None:
        """Another moment of the series."""
        if self.result is not None and 0 <= frame < len(self.result.files):
            self.frame = frame
            self._reader.go_to(frame)

    def _adopt(self, result: Result) -> None:
        self.result = result
        last = len(result.files) - 1
        self.moment.blockSignals(True)
        self.moment.setRange(0, last)
        self.moment.setValue(last)
        self.moment.blockSignals(False)
        self.go_to(last)

    def _adopt_moment(self, frame: int, grid: Grid3) -> None:
        if frame == self.frame:
            self.grid = grid
            if self.quantity not in grid.fields:
                self.quantity = _first(grid)
            self._show()

    def _fail(self, what: str, remedy: str) -> None:
        self._error = (what, remedy)
        self._show()

    # showing

    def _choose(self, place: int) -> None:
        if self.grid is not None and place < len(self.grid.fields):
            self.quantity = list(self.grid.fields)[place]
            self._show()

    def next_quantity(self) -> None:
        """Another quantity in the slice."""
        if self.grid is not None:
            names = list(self.grid.fields)
            self._choose((names.index(self.quantity) + 1) % len(names))

    def _lift(self, step: int) -> None:
        if self.grid is not None:
            low, top = self.grid.origin[2], self.grid.top
            self.height_m = low + (top - low) * step / STEPS
            self._show()

    def _show(self) -> None:
        grid, result = self.grid, self.result
        reading = translate("Results", "Reading …") if self.is_reading else ""
        self._labels["state"].setText(self._error[0] or reading)
        self._labels["state"].setVisible(bool(self._error[0] or reading))
        for part in (
            *self.names, self.slice, self.smoke, self.level, self.moment,
            self._labels["quantity"], self._labels["level"], self._labels["moment"],
            self._labels["facts"],
        ):  # fmt: skip
            part.setVisible(grid is not None)
        if grid is None or result is None:
            self._scene.set_texts(translate("Results", "No result open"))
            self.view.show_absence(*self._absence())
            self.view.show_state(None, ("", "", ""))
            return
        self.smoke.setVisible(has_smoke(grid))
        self._show_names(grid)
        self._show_words(grid, result)
        self.view.show_state(self._state(grid), self._legend(grid))

    def _absence(self) -> tuple[str, str]:
        if self._error[0]:
            return self._error
        if self.is_reading:
            return translate("Results", "Reading …"), ""
        return (
            translate("Results", "No result open"),
            translate("Results", "Open a folder of `emberwall sim run` (O), or run a model (N)."),
        )

    def _show_names(self, grid: Grid3) -> None:
        names = list(grid.fields)
        for k, button in enumerate(self.names):
            button.setVisible(k < len(names))
            if k < len(names):
                unit = grid.units.get(names[k], "")
                button.setText(f"{quantity_word(names[k])}  {unit}".rstrip())
                button.setChecked(names[k] == self.quantity)

    def _show_words(self, grid: Grid3, result: Result) -> None:
        labels = self._labels
        labels["quantity"].setText(translate("Results", "Quantity"))
        height = translate("Results", "Height {height} m").format(height=f"{self.height_m:.2f}")
        labels["level"].setText(height)
        moment = translate("Results", "Time {time} of {end}").format(
            time=clock_of_seconds(grid.time_s), end=clock_of_seconds(result.times_s[-1])
        )
        labels["moment"].setText(moment)
        nz, ny, nx = grid.shape
        facts = [f"{solver_word(result.model)} · {nx} × {ny} × {nz}".lstrip(" ·")]
        facts.append(" × ".join(f"{s:.2f}" for s in grid.spacing) + " m")
        wall = result.summary.get("wall_s")
        if isinstance(wall, int | float):
            facts.append(translate("Results", "computed in {wall:.0f} s").format(wall=wall))
        done, whole = (result.summary.get(key) for key in ("simulated_s", "duration_s"))
        if isinstance(done, int | float) and isinstance(whole, int | float) and done < whole - 1:
            facts.append(
                translate("Results", "ended early: {whole} were asked for").format(
                    whole=clock_of_seconds(whole)
                )
            )
        labels["facts"].setText("\n".join(facts))
        hint = translate("Results", "turn by mouse or arrows · wheel nearer · Home")
        self._scene.set_texts(result.name, hint)
        self.level.blockSignals(True)
        low, top = grid.origin[2], grid.top
        self.level.setValue(round(STEPS * (self.height_m - low) / max(top - low, 1e-9)))
        self.level.blockSignals(False)

    def _range(self, grid: Grid3) -> tuple[float, float]:
        """One scale for all moments that were read, so that times can be compared."""
        found = range_of([grid], self.quantity)
        known = self._span.get(self.quantity, found)
        self._span[self.quantity] = (min(known[0], found[0]), max(known[1], found[1]))
        return self._span[self.quantity]

    def _state(self, grid: Grid3) -> ResultState:
        share = None
        if self.slice.isChecked():
            share = shares(slice_at(grid, self.quantity, self.height_m), self._range(grid))
        density = smoke_density(grid) if self.smoke.isChecked() else None
        return ResultState(
            grid.origin, grid.spacing, grid.shape, share, self.height_m, density, grid.solid
        )

    def _legend(self, grid: Grid3) -> tuple[str, str, str]:
        if not self.slice.isChecked():
            return "", "", ""
        low, high = self._range(grid)
        unit = grid.units.get(self.quantity, "")
        digits = 0 if high - low >= 20 else 1 if high - low >= 2 else 4
        head = translate("Results", "{name} at {height} m").format(
            name=quantity_word(self.quantity), height=f"{self.height_m:.2f}"
        )
        return head, f"≤ {figure(low, digits)} {unit}", f"≥ {figure(high, digits)} {unit}"

    # hands

    def ask_folder(self) -> None:
        """Which folder? Does not block."""
        dialog = QFileDialog(self, translate("Results", "Open a result"))
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.setOption(QFileDialog.Option.ShowDirsOnly, on=True)
        dialog.fileSelected.connect(lambda path: self.open(Path(path)))
        dialog.open()

    def ask_run(self) -> None:
        """A case, a model, a folder: then run it as a child process."""
        dialog = RunDialog(self._look, self)
        dialog.done_in.connect(self.open)
        dialog.open()

    def dispose(self) -> None:
        """End the worker and give the graphics memory back."""
        self._reader.close()
        self.view.dispose()


def quantity_word(name: str) -> str:
    """A field's name in the language of the screen; one that is not known stands as it came."""
    known = QUANTITIES.get(name.casefold())
    return name.replace("_", " ") if known is None else translate("Results", known)


def _first(grid: Grid3) -> str:
    names = list(grid.fields)
    return next((n for wish in FIRST for n in names if n.casefold() == wish), names[0])
