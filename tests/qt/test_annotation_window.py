"""Notes in the whole window: keys, menus, the inspector, screen readers and pictures."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QPointF, QRectF, Qt
from PySide6.QtGui import QAccessible, QContextMenuEvent, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QListView, QMenu, QToolButton
from pytestqt.qtbot import QtBot

from designer.catalog.catalog import Catalog
from designer.compiler.results import Analysis
from designer.document.document import Document
from designer.document.note_commands import AddAnnotations
from designer.document.settings import Frame, Note
from designer.ui.canvas.annotations import Key
from designer.ui.canvas.painting import note_texts
from designer.ui.canvas.painting.annotations import bar_color
from designer.ui.pictures import PictureOptions, draw_picture
from designer.ui.theme import DARK, LIGHT, Theme
from designer.ui.window import MainWindow
from tests.qt.bench_helpers import front_window
from tests.qt.canvas_helpers import chain
from tests.qt.test_theme import contrast

NOTE = Note(id="t1", text="First thought\nsecond", position=(400.0, 0.0))
FRAME = Frame(id="f1", title="stem & <head>", rectangle=(-200.0, -100.0, 400.0, 300.0), color="blue")
THE_NOTE = Key("note", "t1")


@pytest.fixture
def window(qapp: QApplication, qtbot: QtBot, tmp_path: Path) -> Iterator[MainWindow]:
    document = Document(chain())
    document.push(AddAnnotations([NOTE, FRAME]))
    with front_window(qapp, qtbot, tmp_path, document) as window:
        yield window


def test_the_key_for_a_note_works_on_the_canvas_alone(window: MainWindow) -> None:
    window.panels.inspector.setFocus()
    QTest.keyClick(window, Qt.Key.Key_N)
    assert len(window.session.document.notes) == 1
    window.docks.show("palette")
    window.panels.palette.focus_search()
    search = window.focusWidget()
    assert isinstance(search, QLineEdit)
    QTest.keyClick(search, Qt.Key.Key_N)
    assert (search.text(), len(window.session.document.notes)) == ("n", 1)
    window.canvas.setFocus()
    QTest.keyClick(window.canvas, Qt.Key.Key_N)
    assert len(window.session.document.notes) == 2
    field = window.canvas.annotation_editor.field
    assert field
    assert field.hasFocus()


def test_actions_say_what_they_need(window: MainWindow) -> None:
    actions = window.actions_by_name
    assert "No note or frame is selected" in actions["color_blue"].toolTip()
    window.canvas.tools.interaction.select([], [], [THE_NOTE])
    assert all(actions[name].isEnabled() for name in ("color_blue", "edit_text", "copy", "delete"))
    assert not actions["bypass"].isEnabled()


def test_f2_writes_into_a_note_though_it_renames_layers_too(window: MainWindow) -> None:
    window.canvas.tools.interaction.select([], [], [THE_NOTE])
    window.canvas.setFocus()
    QTest.keyClick(window.canvas, Qt.Key.Key_F2)
    field = window.canvas.annotation_editor.field
    assert field
    QTest.keyClicks(field, "new")
    QTest.keyClick(field, Qt.Key.Key_Tab)
    assert window.session.document.notes[0].text == "new"
    assert window.canvas.annotation_editor.field is None
    assert window.canvas.hasFocus()


def test_the_inspector_shows_a_note_and_colours_it(window: MainWindow) -> None:
    window.canvas.tools.interaction.select([], [], [THE_NOTE])
    button = window.findChild(QToolButton, "annotationColor_green")
    assert button
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    assert window.session.document.notes[0].color == "green"
    assert button.isChecked()
    window.session.document.undo()
    assert not button.isChecked()
    window.canvas.select(["n1"])
    assert not button.isVisible()


def test_the_menu_of_a_note_offers_colours_and_the_empty_canvas_a_note(
    window: MainWindow, qtbot: QtBot
) -> None:
    menu = menu_at(window, window.canvas.tools.content.annotations.rect(THE_NOTE).center())
    assert [action.text() for action in menu.actions() if action.menu()] == ["Colour of notes and fra&mes"]
    assert window.canvas.tools.interaction.annotations == (THE_NOTE,)
    menu.close()
    QApplication.sendPostedEvents(menu, 0)
    menu = menu_at(window, QPointF(400, 250))
    (add,) = [action for action in menu.actions() if action.objectName() == "addNoteHere"]
    add.trigger()
    menu.close()
    qtbot.waitUntil(lambda: len(window.session.document.notes) == 2)
    assert window.session.document.notes[1].position == (400.0, 248.0)


def menu_at(window: MainWindow, point: QPointF) -> QMenu:
    viewport, place = window.canvas.viewport(), window.canvas.mapFromScene(point)
    reason = QContextMenuEvent.Reason.Mouse
    QApplication.sendEvent(viewport, QContextMenuEvent(reason, place, viewport.mapToGlobal(place)))
    menus = [menu for menu in window.canvas.findChildren(QMenu, "canvasMenu") if menu.isVisible()]
    return menus[-1]


def test_screen_readers_and_arrow_keys_find_notes_behind_the_nodes(window: MainWindow) -> None:
    nodes = window.findChild(QListView, "canvasNodes")
    assert nodes
    rows = [nodes.model().index(row, 0).data() for row in range(nodes.model().rowCount())]
    assert rows[-2:] == ["Frame: stem & <head>", "Note: First thought second"]
    item = QAccessible.queryAccessibleInterface(nodes).child(len(rows) - 1)
    canvas = window.canvas
    corner = canvas.viewport().mapToGlobal(canvas.mapFromScene(QPointF(*NOTE.position)))
    assert (item.rect().topLeft() - corner).manhattanLength() <= 2
    nodes.setFocus()
    QTest.keyClick(nodes, Qt.Key.Key_End)
    assert canvas.tools.interaction.annotations == (THE_NOTE,)
    QTest.keyClick(nodes, Qt.Key.Key_F2)
    assert canvas.annotation_editor.field


def test_pictures_hold_notes_and_frames_with_their_words(window: MainWindow) -> None:
    project, catalog = window.session.document.project(), Catalog.load()
    svg = draw_picture(project, catalog, Analysis(), PictureOptions("svg", LIGHT))
    text = svg.data.decode()
    assert all(words in text for words in ("First thought", "second", "stem &amp; &lt;head&gt;"))
    assert svg.width_px >= 400 + 176 + 200
    png = draw_picture(project, catalog, Analysis(), PictureOptions("png", DARK))
    image = QImage.fromData(png.data)
    assert image.pixelColor(QPoint(image.width() - 40, 150)).name() != image.pixelColor(2, 2).name()


@pytest.mark.parametrize("theme", [DARK, LIGHT])
def test_titles_can_be_read_in_every_colour(theme: Theme) -> None:
    for tone in ("", *theme.families):
        assert contrast(theme.text, bar_color(theme, tone).name()) >= 4.5, tone


def test_notes_are_laid_out_once_and_only_those_in_sight(
    window: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    laid_out, lay_out = list[str](), note_texts._broken

    def noting(text: str, room: QRectF, size: int) -> list[str]:
        laid_out.append(text)
        return lay_out(text, room, size)

    monkeypatch.setattr(note_texts, "_broken", noting)
    grid = [(x * 200.0, y * 100.0) for x in range(20) for y in range(10)]
    notes = [Note(id=f"t{n}", text=f"note {n} " * 20, position=place) for n, place in enumerate(grid, 2)]
    window.session.document.push(AddAnnotations(notes))
    window.canvas.tools.navigation.set_zoom(1.0)
    for _ in range(3):
        window.canvas.viewport().grab()
    assert 0 < len(laid_out) < len(notes)
    assert len(laid_out) == len(set(laid_out))
