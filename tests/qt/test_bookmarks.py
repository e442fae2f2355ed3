"""Bookmarks on the canvas: set, visited, named and removed by keys and menus, drawn beside the cards."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from designer.document.bookmark_commands import bookmark_node, bookmark_place, rename_bookmark
from designer.document.commands import MoveNodes, RenameNode, SetOrientation
from designer.document.document import Document
from designer.ui.canvas.marking import beside
from designer.ui.command_list.gather import all_rows
from designer.ui.theme import DARK, LIGHT, Theme
from designer.ui.window import MainWindow
from tests.qt.bench_helpers import front_window
from tests.qt.canvas_helpers import NO_KEYS, Desk
from tests.qt.panel_helpers import find, type_keys
from tests.qt.test_navigating import tower

ALT = Qt.KeyboardModifier.AltModifier


@pytest.fixture
def window(qapp: QApplication, qtbot: QtBot, tmp_path: Path) -> Iterator[MainWindow]:
    with front_window(qapp, qtbot, tmp_path, Document(tower())) as window:
        window.canvas.show_start()
        window.canvas.setFocus()
        yield window


def press(window: MainWindow, key: Qt.Key, keys: Qt.KeyboardModifier = NO_KEYS) -> None:
    QTest.keyClick(window.focusWidget() or window, key, keys)


def numbers(window: MainWindow) -> list[int]:
    return [mark.number for mark in window.session.document.bookmarks]


def entries(window: MainWindow) -> list[str]:
    """What the menu says of the bookmarks that there are, when it opens."""
    menu = window.actions_by_name.submenus["bookmarks"]
    menu.aboutToShow.emit()
    texts = [action.text() for action in menu.actions() if action.isVisible()]
    return [text.replace("&&", "+").replace("&", "") for text in texts if ": " in text]


def bookmark(window: MainWindow, *node_ids: str) -> None:
    for node_id in node_ids:
        window.canvas.select([node_id])
        press(window, Qt.Key.Key_M)


def test_a_key_marks_the_selected_layer_and_takes_the_mark_away(window: MainWindow) -> None:
    bookmark(window, "n3")
    assert window.session.document.bookmarks[0].node == "n3"
    assert window.actions_by_name["bookmark"].text() == "Remove &bookmark 1"
    press(window, Qt.Key.Key_M)
    assert numbers(window) == []
    assert window.actions_by_name["bookmark"].text() == "&Bookmark this layer"


def test_a_digit_leads_back_to_a_layer_from_anywhere(window: MainWindow) -> None:
    bookmark(window, "n3", "n30")
    press(window, Qt.Key.Key_End)
    press(window, Qt.Key.Key_1)
    content, navigation = window.canvas.tools.content, window.canvas.tools.navigation
    assert window.canvas.selected_ids() == ["n3"]
    assert navigation.is_visible(content.rect("n3"))
    press(window, Qt.Key.Key_2)
    assert navigation.is_visible(content.rect("n30"))


def test_with_no_layer_selected_what_is_in_sight_is_marked(window: MainWindow) -> None:
    navigation = window.canvas.tools.navigation
    navigation.set_zoom(0.5)
    before = navigation.visible_area()
    press(window, Qt.Key.Key_M)
    window.canvas.select(["n40"])
    press(window, Qt.Key.Key_End)
    navigation.set_zoom(2)
    press(window, Qt.Key.Key_1)
    assert navigation.zoom == 0.5
    assert (navigation.visible_area().topLeft() - before.topLeft()).manhattanLength() <= 4
    press(window, Qt.Key.Key_M)
    assert numbers(window) == []


def test_next_and_previous_go_by_number_and_around(window: MainWindow) -> None:
    bookmark(window, "n30", "n3", "n20")
    window.canvas.select([])
    visited = []
    for key in (Qt.Key.Key_PageDown,) * 4 + (Qt.Key.Key_PageUp,) * 2:
        press(window, key, ALT)
        visited += window.canvas.selected_ids()
    assert visited == ["n30", "n3", "n20", "n30", "n20", "n3"]
    assert beside([2, 5], None, -1) == 5
    assert beside([2, 5], 3, 1) == beside([2, 5], 3, -1) + 3 == 5


def test_the_menu_names_all_of_them_and_follows_renamed_layers(window: MainWindow) -> None:
    bookmark(window, *(f"n{number}" for number in range(2, 13)))
    document = window.session.document
    document.push(RenameNode("n2", "start"))
    document.push(rename_bookmark(document, 2, "this & that\t\n" + 99 * "x"))
    said = entries(window)
    assert len(said) == 11
    assert said[0] == "Bookmark 1: start"
    assert said[1] == f"Bookmark 2: this + that {'x' * 47}…"
    rows = [row for row in all_rows(window.actions_by_name) if row.text.startswith("Bookmark 11: ")]
    rows[0].action.trigger()
    assert window.canvas.selected_ids() == ["n12"]
    assert len(entries(window)) == 11


def test_actions_say_why_they_can_not_be_used(window: MainWindow) -> None:
    actions = window.actions_by_name
    assert "There is no bookmark 1." in actions["bookmark_1"].toolTip()
    assert "Nothing is bookmarked." in actions["next_bookmark"].toolTip()
    bookmark(window, "n3")
    assert actions["bookmark_1"].isEnabled()
    assert actions["next_bookmark"].isEnabled()
    window.session.document.undo()
    assert not actions["bookmark_1"].isEnabled()


def test_a_bookmark_goes_with_its_layer_and_comes_back(window: MainWindow) -> None:
    bookmark(window, "n3", "n4")
    press(window, Qt.Key.Key_1)
    press(window, Qt.Key.Key_Delete)
    assert entries(window) == ["Bookmark 2: re_lu_2"]
    press(window, Qt.Key.Key_1)
    assert window.canvas.selected_ids() == []
    window.actions_by_name["undo"].trigger()
    assert entries(window) == ["Bookmark 1: re_lu_1", "Bookmark 2: re_lu_2"]


def test_a_bookmark_is_renamed_in_place(window: MainWindow) -> None:
    window.actions_by_name["bookmark"].trigger()
    bookmark(window, "n3")
    for number, name in ((2, "third"), (1, "the top")):
        window.actions_by_name[f"bookmark_{number}"].trigger()
        window.actions_by_name["rename_bookmark"].trigger()
        field = find(window, QLineEdit, "inPlace")
        type_keys(field, name)
        QTest.keyClick(field, Qt.Key.Key_Return)
    assert entries(window) == ["Bookmark 1: the top", "Bookmark 2: third"]
    assert window.session.document.undo_text == "Rename bookmark"
    window.canvas.select(["n9"])
    window.actions_by_name["rename_bookmark"].trigger()
    assert "No bookmark is here." in window.statusBar().currentMessage()


def test_letters_and_digits_in_fields_are_typed(window: MainWindow) -> None:
    bookmark(window, "n3")
    window.docks.show("palette")
    window.panels.palette.focus_search()
    for key in (Qt.Key.Key_M, Qt.Key.Key_1):
        press(window, key)
    search = window.focusWidget()
    assert isinstance(search, QLineEdit)
    assert (search.text(), numbers(window)) == ("m1", [1])


def test_all_are_removed_in_one_step_and_undo_shows_where(window: MainWindow) -> None:
    bookmark(window, "n3", "n40")
    window.actions_by_name["remove_bookmarks"].trigger()
    assert numbers(window) == []
    window.session.document.undo()
    assert numbers(window) == [1, 2]
    press(window, Qt.Key.Key_Home)
    window.session.document.undo()
    assert window.canvas.tools.navigation.is_visible(window.canvas.tools.content.rect("n40"))


def test_screen_readers_are_told(qtbot: QtBot) -> None:
    desk = Desk(qtbot)
    desk.document.push(bookmark_node(desk.document, "n2"))
    model, role = desk.view.nodes_model, Qt.ItemDataRole.AccessibleDescriptionRole
    assert "; bookmark 1" in model.index_of("n2").data(role)
    desk.document.push(rename_bookmark(desk.document, 1, "stem"))
    assert '; bookmark 1 "stem"' in model.index_of("n2").data(role)


def picture(desk: Desk, area: QRectF) -> QImage:
    return desk.view.viewport().grab(desk.view.mapFromScene(area).boundingRect()).toImage()


def colors(image: QImage) -> set[str]:
    return {image.pixelColor(x, y).name() for x in range(image.width()) for y in range(image.height())}


@pytest.mark.parametrize("theme", [DARK, LIGHT], ids=["dark", "light"])
@pytest.mark.parametrize("zoom", [0.1, 0.5, 1.0, 3.0])
@pytest.mark.parametrize("orientation", ["vertical", "horizontal"])
def test_its_sign_lies_beside_the_card(qtbot: QtBot, theme: Theme, zoom: float, orientation: str) -> None:
    desk = Desk(qtbot)
    desk.document.push(SetOrientation(orientation))
    desk.view.set_theme(theme)
    desk.view.tools.navigation.set_zoom(zoom)
    desk.view.tools.navigation.center_on(desk.node("n1"))
    card, room = desk.content.rect("n1"), 40 / min(zoom, 1)
    inside = card.adjusted(4, 4, -4, -4)
    before = picture(desk, inside)
    beside_it = QRectF(card.left() - room, card.top(), room, card.height())
    above_it = QRectF(card.left(), card.top() - room, card.width(), room)
    area = beside_it if orientation == "vertical" else above_it
    assert theme.muted not in colors(picture(desk, area))
    desk.document.push(bookmark_node(desk.document, "n1"))
    assert theme.muted in colors(picture(desk, area))
    assert picture(desk, inside) == before


@pytest.mark.parametrize("zoom", [0.5, 1.0])
def test_the_sign_of_a_place_covers_no_card_and_leaves_nothing_behind(desk: Desk, zoom: float) -> None:
    desk.view.tools.navigation.set_zoom(zoom)
    whole = desk.content.bounds().adjusted(-60, -60, 300, 60)
    cards = {node_id: picture(desk, desk.content.rect(node_id)) for node_id in desk.content.ids}
    blank = picture(desk, whole)
    x, y = desk.content.center("n2")
    desk.document.push(bookmark_place(desk.document, (x, y), 1.0))
    assert picture(desk, whole) != blank
    for node_id, card in cards.items():
        assert picture(desk, desk.content.rect(node_id)) == card
    desk.document.undo()
    assert picture(desk, whole) == blank


def test_where_a_sign_was_and_is_is_drawn_anew(desk: Desk) -> None:
    desk.view.tools.navigation.set_zoom(0.1)
    desk.document.push(bookmark_node(desk.document, "n4"))
    QApplication.processEvents()
    drawn: list[QRectF] = []
    desk.view.scene().changed.connect(drawn.extend)
    before = desk.content.rect("n4").center()
    desk.document.push(MoveNodes({"n4": (before.x() + 240, before.y() + 8)}))
    QApplication.processEvents()
    sign = QPointF(-92 - 220, 0)  # as wide as ever on screen
    for place in (before, desk.content.rect("n4").center()):
        assert any(area.contains(place + sign) for area in drawn)


@pytest.fixture
def desk(qtbot: QtBot) -> Desk:
    return Desk(qtbot)
