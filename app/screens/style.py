"""Qt's own widgets (buttons, fields, lists, scroll bars) in the house's look."""

from app.screens.theme import PIXELS, Look, Size


def stylesheet(look: Look) -> str:
    """The style sheet of a program."""
    t = look.theme.tokens
    body, radius, line = look.px(PIXELS[Size.BODY]), look.px(3), look.line
    pad, wide, bar = look.px(8), look.px(16), look.px(10)
    return f"""
* {{ font-size: {body}px; }}
QDialog {{ background: {t["surface1"]}; }}
QTableView {{ background: {t["background"]}; border: none; }}
QPushButton {{
  background: transparent; color: {t["text1"]}; border: {line}px solid {t["line_strong"]};
  border-radius: {radius}px; padding: {pad}px {pad}px; min-height: {look.px(18)}px;
}}
QPushButton:hover {{ background: {t["surface2"]}; }}
QPushButton:pressed {{ background: {t["line"]}; }}
QPushButton:focus {{ border-color: {t["focus"]}; }}
QPushButton:disabled {{ color: {t["text3"]}; border-color: {t["line"]}; }}
QPushButton:checked {{ background: {t["line_strong"]}; color: {t["text1"]};
  border-color: {t["text2"]}; }}
QPushButton:checked:disabled {{ color: {t["text2"]}; }}
QPushButton#primary {{ background: {t["text1"]}; color: {t["background"]};
  border-color: {t["text1"]}; }}
QPushButton#primary:hover {{ background: {t["text2"]}; }}
QPushButton#primary:disabled {{ background: {t["surface2"]}; color: {t["text3"]};
  border-color: {t["surface2"]}; }}
QLineEdit, QSpinBox, QListWidget {{
  background: {t["background"]}; color: {t["text1"]}; border: {line}px solid {t["line_strong"]};
  border-radius: {radius}px; padding: {look.px(6)}px; selection-background-color: {t["surface2"]};
  selection-color: {t["text1"]};
}}
QLineEdit:focus, QSpinBox:focus, QListWidget:focus {{ border-color: {t["focus"]}; }}
QListWidget::item {{ padding: {look.px(6)}px {pad}px; }}
QListWidget::item:selected {{ background: {t["surface2"]}; color: {t["text1"]}; }}
QLabel {{ color: {t["text1"]}; }}
QScrollArea, QScrollArea > QWidget > QWidget {{ background: {t["background"]}; border: none; }}
QTextBrowser {{ background: {t["background"]}; border: none; }}
QComboBox {{ background: {t["background"]}; color: {t["text1"]}; padding: {look.px(6)}px;
  border: {line}px solid {t["line_strong"]}; border-radius: {radius}px; }}
QComboBox:focus {{ border-color: {t["focus"]}; }}
QComboBox QAbstractItemView {{ background: {t["surface1"]}; color: {t["text1"]};
  selection-background-color: {t["surface2"]}; selection-color: {t["text1"]}; }}
QCheckBox {{ color: {t["text1"]}; spacing: {pad}px; }}
QCheckBox::indicator {{ width: {look.px(14)}px; height: {look.px(14)}px;
  border: {line}px solid {t["text2"]}; background: {t["background"]}; }}
QCheckBox::indicator:checked {{ background: {t["text1"]}; }}
QSlider::groove:horizontal {{ height: {look.px(4)}px; background: {t["line_strong"]}; }}
QSlider::sub-page:horizontal {{ background: {t["text2"]}; }}
QSlider::handle:horizontal {{ background: {t["text1"]}; width: {look.px(14)}px;
  margin: -{look.px(5)}px 0; border-radius: {radius}px; }}
QProgressBar {{ background: {t["surface2"]}; color: {t["text1"]}; border: none;
  text-align: center; min-height: {look.px(16)}px; }}
QProgressBar::chunk {{ background: {t["line_strong"]}; }}
QToolTip {{ background: {t["surface2"]}; color: {t["text1"]}; border: {line}px solid
  {t["line_strong"]}; padding: {pad}px; }}
QScrollBar:vertical {{ background: transparent; width: {bar}px; margin: 0; }}
QScrollBar::handle:vertical {{ background: {t["line_strong"]}; min-height: {wide * 2}px;
  border-radius: {radius}px; margin: 2px; }}
QScrollBar::add-line, QScrollBar::sub-line {{ height: 0; width: 0; }}
QScrollBar::add-page, QScrollBar::sub-page {{ background: transparent; }}
"""
