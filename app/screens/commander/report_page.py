"""The report on the screen, and as a PDF."""

import time
from pathlib import Path

from PySide6.QtCore import QMarginsF, Qt, QUrl, Signal
from PySide6.QtGui import (
    QPageLayout,
    QPageSize,
    QPaintEvent,
    QPdfWriter,
    QResizeEvent,
    QTextDocument,
)
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QPushButton, QTextBrowser, QVBoxLayout

from app.screens.commander.report import PLOTS, ReportSource, report_html
from app.screens.forecast_words import QUANTITIES
from app.screens.i18n import Language, translate
from app.screens.theme import Look, Size, Theme, load_theme
from app.screens.view_models.forecast_reading import horizon_s, worst_place
from app.screens.view_models.what_if import DIGITS, UNITS, Quantity, curve, series_of
from app.screens.widgets.band_plot import BandPlot, PlotText
from app.screens.widgets.themed import Themed
from sim.forecast.model import Forecast

PLOT = (285, 140)
PAPER = "QTextBrowser { background: #ffffff; color: #1b2126; border: none; }"
MOST_WIDE = 820
DPI = 96


class ReportPage(Themed):
    """Signal said(text, good): what came of writing a file."""

    said = Signal(str, bool)

    def __init__(self, look: Look) -> None:
        super().__init__(look)
        self._source: ReportSource | None = None
        self.view = QTextBrowser(self)
        self.view.setFrameShape(QTextBrowser.Shape.NoFrame)
        self.save, self.renew = QPushButton(self), QPushButton(self)
        self.save.setObjectName("primary")
        self.view.setStyleSheet(PAPER)
        self._row = QHBoxLayout()
        self._row.addWidget(self.save)
        self._row.addWidget(self.renew)
        self._row.addStretch(1)
        self._box = QVBoxLayout(self)
        self._box.addLayout(self._row)
        self._box.addWidget(self.view, 1, Qt.AlignmentFlag.AlignHCenter)
        self.save.clicked.connect(self.ask_file)
        self.renew.clicked.connect(self.refresh)
        self._newest: ReportSource | None = None
        self.on_look()

    def on_look(self) -> None:
        """Sizes and texts follow the look."""
        look = self._look
        side = look.px(16)
        self._box.setContentsMargins(side, side, side, side)
        self._box.setSpacing(side)
        self._arrange()
        self.save.setText(translate("Report", "Save as PDF  P"))
        self.renew.setText(translate("Report", "Take the newest forecast  R"))
        self._write()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """As wide as a page, however wide the window is."""
        self._arrange()
        super().resizeEvent(event)

    def _arrange(self) -> None:
        side = self._look.px(32)
        self.view.setFixedWidth(max(min(self.width() - side, self._look.px(MOST_WIDE)), 100))

    def offer(self, source: ReportSource | None) -> None:
        """The newest state; a report on the screen does not change under the reader's eyes."""
        self._newest = source
        if self._source is None or (
            source is not None and source.forecast.incident != self._source.forecast.incident
        ):
            self._source = source
            self._write()
        self.save.setEnabled(self._source is not None)
        shown = None if self._source is None else self._source.forecast
        self.renew.setEnabled(source is not None and source.forecast is not shown)

    def refresh(self) -> None:
        """Tell the newest forecast."""
        if self._newest is not None:
            self._source = self._newest
            self._write()

    def _write(self) -> None:
        if self._source is None:
            text = translate("Report", "Nothing to report: no fire is forecast here.")
            self.view.setHtml(f"<p>{text}</p>")
            return
        self.view.setDocument(self._document(self._source))

    def _document(self, source: ReportSource) -> QTextDocument:
        """Black on white whatever the theme, as it will be printed."""
        paper = paper_look(self._look.language)
        document = QTextDocument(self)
        document.setDefaultFont(paper.font(Size.BODY))
        plots = _plots(source.forecast, paper)
        for name, plot in plots.items():
            document.addResource(
                QTextDocument.ResourceType.ImageResource, QUrl(f"plot:{name}"), plot
            )
        document.setHtml(report_html(source, paper, now=time.time_ns()))
        document.setDocumentMargin(28)
        return document

    def ask_file(self) -> None:
        """Ask where to, without blocking, then write."""
        if self._source is None:
            return
        forecast = self._source.forecast
        name = f"forecast-{forecast.site}-{forecast.number}.pdf"
        dialog = QFileDialog(self, translate("Report", "Save the report"), name, "PDF (*.pdf)")
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix("pdf")
        dialog.fileSelected.connect(lambda path: self.write_pdf(Path(path)))
        dialog.open()

    def write_pdf(self, path: Path) -> bool:
        """Write the report that is on the screen; tells what came of it."""
        if self._source is None:
            return False
        folder = path.parent
        if not folder.is_dir():
            text = translate("Report", "There is no folder {name}").format(name=folder)
            self.said.emit(text, False)
            return False
        writer = QPdfWriter(str(path))
        writer.setPageSize(QPageSize(QPageSize.PageSizeId.A4))
        writer.setPageMargins(QMarginsF(12, 12, 12, 12), QPageLayout.Unit.Millimeter)
        writer.setResolution(DPI)
        self._document(self._source).print_(writer)
        done = path.exists() and path.stat().st_size > 0
        text = (
            translate("Report", "Saved: {name}")
            if done
            else translate("Report", "Could not write {name}")
        )
        self.said.emit(text.format(name=path), done)
        return done

    def paintEvent(self, event: QPaintEvent) -> None:
        """Drawn from the look and what was shown last."""
        painter, look = self.painter(), self._look
        painter.fillRect(self.rect(), look.color("background"))


def paper_look(language: Language) -> Look:
    """The day theme on white."""
    day = load_theme("day")
    return Look(Theme("paper", {**day.tokens, "background": "#ffffff"}), language, 1.0)


def _plots(forecast: Forecast, look: Look) -> dict[str, object]:
    """Pictures of the worst room's curves by name."""
    place = worst_place(forecast)
    if place is None:
        return {}
    made: dict[str, object] = {}
    for name in PLOTS:
        quantity = Quantity(name)
        plot = BandPlot(look)
        plot.resize(*PLOT)
        title = translate("Forecast", QUANTITIES[quantity])
        text = PlotText(title, UNITS[quantity], DIGITS.get(quantity, 0))
        series = series_of(place)[quantity]
        plot.show_curves(text, (curve(forecast, series),), at_s=0.0, end_s=horizon_s(forecast))
        made[name] = plot.grab().toImage()
        plot.deleteLater()
    return made
