"""A bar says something, offers what can be done, and never stands in the way."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QToolButton
from pytestqt.qtbot import QtBot

from designer.ui.infobar import InfoBar, InfoBars
from designer.ui.theme import Themes
from tests.qt.panel_helpers import click, find, press_key, show


def bars_of(qtbot: QtBot) -> InfoBars:
    bars = InfoBars()
    show(qtbot, bars, 700, 100)
    return bars


def test_a_bar_is_answered_by_its_buttons(qtbot: QtBot) -> None:
    bars = bars_of(qtbot)
    chosen: list[str] = []
    bars.tell("fire", "It burns.", {"&Put out": lambda: chosen.append("out"), "&Run": lambda: None}, "error")
    assert find(bars, QLabel, "fireText").text() == "It burns."
    click(find(bars, QPushButton, "firePutOut"))
    assert chosen == ["out"]
    assert bars.names() == []
    assert not bars.isVisible()


def test_a_bar_stays_while_its_choice_fails(qtbot: QtBot) -> None:
    bars = bars_of(qtbot)
    bars.tell("fire", "It burns.", {"Put out": lambda: False})
    click(find(bars, QPushButton, "firePutOut"))
    assert bars.names() == ["fire"]


def test_a_bar_is_put_aside_by_cross_later_or_escape(qtbot: QtBot) -> None:
    bars = bars_of(qtbot)
    for name, later in (("a", ""), ("b", "&Later"), ("c", "")):
        bars.tell(name, "Something.", {"Do": lambda: None}, later=later)
    click(find(bars, QToolButton, "aClose"))
    click(find(bars, QPushButton, "bLater"))
    press_key(find(bars, QPushButton, "cDo"), Qt.Key.Key_Escape)
    assert bars.names() == []


def test_a_bar_is_answered_from_the_keyboard(qtbot: QtBot) -> None:
    bars = bars_of(qtbot)
    chosen: list[str] = []
    bars.tell("fire", "It burns.", {"Put out": lambda: chosen.append("out")})
    button = find(bars, QPushButton, "firePutOut")
    button.setFocus()
    press_key(button, Qt.Key.Key_Space)
    assert chosen == ["out"]


def test_of_many_bars_the_first_are_shown(qtbot: QtBot) -> None:
    bars = bars_of(qtbot)
    for name in "abcde":
        bars.tell(name, "Something.", {})
    assert [bar.objectName() for bar in bars.findChildren(InfoBar) if bar.isVisible()] == ["a", "b", "c"]
    bars.withdraw("b")
    shown = [bar.objectName() for bar in bars.findChildren(InfoBar) if bar.isVisible()]
    assert shown == ["a", "c", "d"]


def test_a_bar_takes_the_place_of_one_of_its_name(qtbot: QtBot) -> None:
    bars = bars_of(qtbot)
    bars.tell("file", "It was changed.", {})
    bars.tell("file", "It was deleted.", {})
    assert find(bars, QLabel, "fileText").text() == "It was deleted."


def test_a_bar_is_read_aloud_and_follows_the_theme(qtbot: QtBot, qapp: QApplication) -> None:
    themes = Themes(qapp, "light")
    bars = bars_of(qtbot)
    bars.tell("file", "It was changed.", {"Reload": lambda: None}, "warning")
    bar = find(bars, InfoBar, "file")
    assert bar.accessibleName() == "It was changed."
    assert find(bars, QPushButton, "fileReload").accessibleDescription() == "It was changed."
    light = bar.grab().toImage()
    themes.set_mode("dark")
    assert bar.grab().toImage() != light
