"""Every text of the screens has its translation, and nothing is left over."""

import re
import subprocess
import xml.etree.ElementTree as ET
from pathlib import Path

import PySide6
import pytest
from PySide6.QtCore import QCoreApplication

from app.screens.compile_translations import TranslationError, _release, compile_all, folder
from app.screens.i18n import Language, Translations

ROOT = Path(__file__).parents[3]
Texts = dict[tuple[str, str], tuple[str, bool]]


def texts_of(path: Path) -> Texts:
    """Translation by context and source, and whether it is finished."""
    found: Texts = {}
    for context in ET.parse(path).getroot().iter("context"):  # our own file
        name = context.findtext("name") or ""
        for message in context.iter("message"):
            translation = message.find("translation")
            assert translation is not None
            done = translation.get("type") is None and bool(translation.text)
            found[name, message.findtext("source") or ""] = (translation.text or "", done)
    return found


def test_the_chinese_file_is_complete_and_up_to_date(tmp_path: Path) -> None:
    target = tmp_path / "zh_CN.ts"
    sources = [str(p) for p in sorted((ROOT / "app/screens").rglob("*.py"))]
    tool = str(Path(PySide6.__file__).parent / "lupdate")
    subprocess.run(
        [tool, "-silent", "-locations", "none", *sources, "-ts", str(target)],
        check=True,
        timeout=60,
    )
    wanted, have = set(texts_of(target)), texts_of(folder() / "zh_CN.ts")
    assert wanted - set(have) == set(), "run pyside6-lupdate and translate"
    assert set(have) - wanted == set(), "no longer in the code"
    assert [key for key, (_, done) in have.items() if not done] == []


def test_placeholders_survive_translation() -> None:
    for (_, source), (text, _) in texts_of(folder() / "zh_CN.ts").items():
        assert sorted(source.split("{")[1:], key=len) == [] or source.count("{") == text.count("{")


def test_every_language_compiles() -> None:
    assert [path.suffix for path in compile_all()] == [".qm"]


def test_a_broken_file_is_an_error_with_its_place(tmp_path: Path) -> None:
    broken = tmp_path / "xx.ts"
    broken.write_text("<TS><context>")
    with pytest.raises(TranslationError, match=r"xx\.ts"):
        _release(broken, tmp_path / "xx.qm")
    assert list(tmp_path.iterdir()) == [broken]


def test_no_text_stands_inside_a_formatted_string() -> None:
    """The tool that collects texts does not look into f-strings: such a text stays English."""
    hidden = re.compile(r"""\{translate\(['"]\w+['"], ['"]""")
    sources = sorted((ROOT / "app/screens").rglob("*.py"))
    assert [path.name for path in sources if hidden.search(path.read_text("utf-8"))] == []


def test_dialogs_of_qt_speak_the_language_too(qapp: object) -> None:
    translations = Translations()
    translations.use(Language.ZH)
    assert QCoreApplication.translate("QPlatformTheme", "Cancel") == "取消"
    translations.use(Language.EN)
    assert QCoreApplication.translate("QPlatformTheme", "Cancel") == "Cancel"
