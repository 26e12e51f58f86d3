"""Languages of the screens: English in the code, others from `resources/i18n/*.ts`."""

from enum import StrEnum

from PySide6.QtCore import QCoreApplication, QTranslator

from app.screens.compile_translations import compiled


class Language(StrEnum):
    """Languages that ship."""

    EN = "en"
    ZH = "zh_CN"


class Translations:
    """The one translator of a program; `use` sends LanguageChange to every window."""

    def __init__(self) -> None:
        self._translator: QTranslator | None = None

    def use(self, language: Language) -> None:
        """Switch the running program to a language."""
        app = QCoreApplication.instance()
        assert app is not None  # a language belongs to a running program
        if self._translator is not None:
            app.removeTranslator(self._translator)
            self._translator = None
        if language is Language.EN:
            return
        translator = QTranslator()
        if translator.load(str(compiled(language))):
            app.installTranslator(translator)
            self._translator = translator


def translate(context: str, text: object) -> str:
    """A source text in the language in use. Give literals, so that lupdate finds them, or what
    QT_TRANSLATE_NOOP marked (typed as object by Qt's stubs)."""
    return QCoreApplication.translate(context, str(text))
