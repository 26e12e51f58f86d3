"""The Qt binding must not eat Python's own constants (PySide6 6.12.0 does on Python 3.11)."""

import sys

from PySide6.QtGui import QImage, QPainter
from PySide6.QtWidgets import QApplication

CALLS = 500


def test_painting_takes_no_reference_from_none(qapp: QApplication) -> None:
    picture = QImage(8, 8, QImage.Format.Format_ARGB32)
    painter = QPainter(picture)
    before = sys.getrefcount(None)
    for _ in range(CALLS):
        painter.setOpacity(1.0)
    after = sys.getrefcount(None)
    painter.end()
    assert before - after < CALLS // 4
