"""Languages of the screens: English in the code, others from `resources/i18n/*.ts`."""

from enum import StrEnum

from PySide6.QtCore import QCoreApplication, QLibraryInfo, QTranslator

from app.screens.compile_translations import compiled


class Language(StrEnum):
    """Languages that ship."""

    EN = "en"
    ZH = "zh_CN"


class Translations:
    """The translators of a program, ours and that of Qt's own dialogs; `use` sends LanguageChange
    to every window."""

    def __init__(self) -> None:
        self._installed: list[QTranslator] = []

    def use(self, language: Language) -> None:
        """Switch the running program to a language."""
        app = QCoreApplication.instance()
        assert app is not None  # a language belongs to a running program
        while self._installed:
            app.removeTranslator(self._installed.pop())
        if language is Language.EN:
            return
        qt = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
        for file in (f"{qt}/qtbase_{language}.qm", str(compiled(language))):  # ours is asked first
            translator = QTranslator()
            if translator.load(file):
                app.installTranslator(translator)
                self._installed.append(translator)


def translate(context: str, text: object) -> str:
    """A source text in the language in use. Give literals, so that lupdate finds them, or what
    QT_TRANSLATE_NOOP marked (typed as object by Qt's stubs)."""
    return QCoreApplication.translate(context, str(text))
