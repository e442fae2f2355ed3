"""The start page lies over an empty canvas until a network is there, and everything on it has keys."""

import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QObject, QPoint, QRect, QSize, Qt, QTimer
from PySide6.QtGui import QFontMetrics, QPixmap
from PySide6.QtWidgets import QApplication, QLineEdit, QListView, QPushButton
from pytestqt.qtbot import QtBot

from designer.document.document import Document
from designer.document.presets import list_presets, load_preset
from designer.ui.preset_dialog import PresetDialog
from designer.ui.preset_items import NAME_ROLE
from designer.ui.project_files import ProjectFiles
from designer.ui.recent_files import keep_files, remembered_files
from designer.ui.start.drawing import bold
from designer.ui.start.page import StartPage
from designer.ui.start.preset_cards import PresetCards
from designer.ui.start.recent_model import Role, look_at, when_text
from designer.ui.start.thumbnailer import Thumbnailer, build
from designer.ui.theme import DARK, GRID_PX, LIGHT
from designer.ui.window import MainWindow
from designer.ui.workbench import Workbench
from tests.qt.bench_helpers import open_bench
from tests.qt.canvas_helpers import catalog, chain
from tests.qt.panel_helpers import find, press_key, show, type_keys

Key = Qt.Key


@pytest.fixture
def workbench(qapp: QApplication, tmp_path: Path) -> Iterator[Workbench]:
    with open_bench(qapp, tmp_path) as workbench:
        yield workbench


@pytest.fixture
def files(workbench: Workbench, tmp_path: Path) -> list[Path]:
    """Two projects opened lately; the second is gone."""
    paths = [tmp_path / "here.json", tmp_path / "gone.json"]
    load_preset("svgg").save(paths[0])
    keep_files(workbench._bench.settings, paths)
    return paths


def start(workbench: Workbench, qtbot: QtBot, size: tuple[int, int] = (1280, 800)) -> MainWindow:
    window = workbench.open(Document())
    window.resize(*size)
    window.start.show_page()
    with qtbot.waitExposed(window):
        window.show()
    return window


def recent_of(window: MainWindow) -> QListView:
    return find(window, QListView, "startRecent")


def test_it_goes_when_a_layer_is_placed(workbench: Workbench, qtbot: QtBot) -> None:
    window = start(workbench, qtbot)
    assert not window.canvas.isVisible()
    window.panels.palette.layer_chosen.emit("Dense")
    assert window.canvas.isVisible()
    assert not window.start.is_shown
    qtbot.waitUntil(lambda: window.canvas.viewport().rect().contains(_middle_of_first(window)))


def _middle_of_first(window: MainWindow) -> QPoint:
    content = window.canvas.tools.content
    return window.canvas.mapFromScene(content.rect(content.ids[0]).center())


def test_quick_add_opens_on_the_canvas(workbench: Workbench, qtbot: QtBot) -> None:
    window = start(workbench, qtbot)
    window.actions_by_name["quick_add"].trigger()
    assert not window.start.is_shown
    search = find(window, QLineEdit, "quickAddSearch")
    place = search.mapTo(window.canvas, search.rect().center())
    assert window.canvas.rect().contains(place)
    type_keys(search, "input")
    press_key(search, Key.Key_Return)
    assert [node.type for node in window.session.document.graph.nodes.values()] == ["Input"]


def test_it_goes_when_a_project_opens(workbench: Workbench, qtbot: QtBot) -> None:
    window = start(workbench, qtbot)
    window.files.opened.emit(Document(chain()))
    assert len(workbench.windows) == 1
    assert window.canvas.isVisible()


def test_new_network_shows_the_canvas_and_the_menu_brings_the_page_back(
    workbench: Workbench, qtbot: QtBot
) -> None:
    window = start(workbench, qtbot)
    press_key(find(window, QPushButton, "startNew"), Key.Key_Space)
    assert window.canvas.isVisible()
    window.actions_by_name["start_page"].trigger()
    assert find(window, StartPage, "startPage").isVisible()


def test_over_a_network_it_is_not_shown_and_says_why(workbench: Workbench, qtbot: QtBot) -> None:
    window = workbench.open(Document(chain()))
    action = window.actions_by_name["start_page"]
    assert not action.isEnabled()
    assert "isn't empty" in action.toolTip()
    window.start.show_page()
    assert not window.start.is_shown


def test_enter_opens_a_recent_project(
    workbench: Workbench, files: list[Path], qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[Path] = []
    monkeypatch.setattr(ProjectFiles, "open_path", lambda _self, path: opened.append(path))
    window = start(workbench, qtbot)
    recent = recent_of(window)
    assert window.focusWidget() is recent
    press_key(recent, Key.Key_Return)
    press_key(recent, Key.Key_Down)
    press_key(recent, Key.Key_Return)
    assert opened == files


def test_a_missing_project_says_so_and_can_be_removed(
    workbench: Workbench, files: list[Path], qtbot: QtBot
) -> None:
    window = start(workbench, qtbot)
    recent, page = recent_of(window), find(window, StartPage, "startPage")
    page.recent_model.take(look_at(files))
    rows = [recent.model().index(row, 0) for row in range(2)]
    assert [row.data(Role.IS_MISSING) for row in rows] == [False, True]
    assert rows[0].data(Role.WHEN).startswith("today, ")
    assert rows[1].data(Qt.ItemDataRole.AccessibleTextRole).endswith(", missing")
    press_key(recent, Key.Key_Down)
    press_key(recent, Key.Key_Delete)
    assert remembered_files(window.bench.settings) == files[:1]
    find(window, QPushButton, "startRemove").click()
    assert remembered_files(window.bench.settings) == []
    assert not recent.isVisible()
    assert files[0].exists()


def test_arrow_keys_and_enter_choose_a_preset(workbench: Workbench, qtbot: QtBot) -> None:
    window = start(workbench, qtbot)
    cards = find(window, PresetCards, "startPresets")
    cards.setFocus()
    press_key(cards, Key.Key_Right)
    QTimer.singleShot(0, accept_dialog)
    with qtbot.waitSignal(cards.chosen) as chosen:
        press_key(cards, Key.Key_Return)
    assert chosen.args == [list_presets()[1].name]
    assert window.session.document.name == "MNIST MLP"


def accept_dialog() -> None:
    """Press Enter in the dialog as soon as it has the keyboard."""
    dialog = QApplication.activeModalWidget()
    if isinstance(dialog, PresetDialog) and dialog.isActiveWindow():
        press_key(dialog, Key.Key_Return)
    else:
        QTimer.singleShot(0, accept_dialog)


def test_arrow_keys_pass_over_the_headings_of_groups_and_show_them(
    workbench: Workbench, qtbot: QtBot
) -> None:
    cards = find(start(workbench, qtbot), PresetCards, "startPresets")
    cards.setFocus()
    for key in (*[Key.Key_Down] * 30, *[Key.Key_Up] * 30):
        press_key(cards, key)
        assert cards.currentIndex().data(NAME_ROLE)
    assert cards.currentIndex().row() == 1
    heading = cards.visualRect(cards.model().index(0, 0))
    assert cards.viewport().rect().contains(heading)


@pytest.mark.parametrize("width", [340, 660, 1000, 1400])
def test_the_longest_words_fit_on_a_card(qtbot: QtBot, width: int) -> None:
    cards = PresetCards(list_presets())
    show(qtbot, cards, width, 300)
    for info in list_presets():
        words = QRect(0, 0, cards.card_size.width() - cards.picture_size.width() - 4 * GRID_PX, 1000)
        text = cards.fontMetrics().boundingRect(words, Qt.TextFlag.TextWordWrap, info.text)
        assert text.height() <= cards.card_size.height() - cards.fontMetrics().height() - 3 * GRID_PX
        assert QFontMetrics(bold(cards.font())).horizontalAdvance(info.title) <= words.width()
    assert cards.card_size.width() <= cards.viewport().width()


def test_tab_goes_through_the_page_in_the_order_of_reading(
    workbench: Workbench, files: list[Path], qtbot: QtBot
) -> None:
    window = start(workbench, qtbot)
    names = ["startNew", "startOpen", "startTour", "startRecent", "startRemove", "startPresets"]
    find(window, QPushButton, "startNew").setFocus()
    met: list[str] = []
    for _ in names:
        focused = window.focusWidget()
        assert focused
        met.append(focused.objectName())
        press_key(focused, Key.Key_Tab)
    assert met == names


@pytest.mark.parametrize("size", [(1280, 800), (2560, 1440)])
@pytest.mark.parametrize("text_percent", [100, 125])
def test_nothing_is_cut_off(
    workbench: Workbench, files: list[Path], qtbot: QtBot, size: tuple[int, int], text_percent: int
) -> None:
    workbench._bench.themes.set_mode("light", text_percent)
    window = start(workbench, qtbot, size)
    page = find(window, StartPage, "startPage")
    for button in page.findChildren(QPushButton):
        if button.isVisible():
            assert button.width() >= button.sizeHint().width()
            assert page.rect().contains(button.rect().translated(button.mapTo(page, QPoint())))
    cards = find(window, PresetCards, "startPresets")
    assert cards.card_size.width() <= cards.viewport().width()
    workbench._bench.themes.set_mode("light", 100)


def test_pictures_are_drawn_elsewhere_and_again_in_another_theme(qtbot: QtBot, workbench: Workbench) -> None:
    window = start(workbench, qtbot)
    names = [info.name for info in list_presets()]
    pictures: dict[str, QPixmap] = {}
    jobs: list[Callable[[], None]] = []

    def do_all() -> None:
        while jobs:
            jobs.pop(0)()

    thumbnailer = Thumbnailer(catalog(), lambda job, take: jobs.append(lambda: take(job())), window)
    thumbnailer.drawn.connect(pictures.__setitem__)
    thumbnailer.take(build([*names, "no such preset"]))
    thumbnailer.set_size(QSize(120, 80))
    assert not pictures
    do_all()
    assert list(pictures) == names
    assert pictures[names[0]].toImage().pixelColor(1, 1).name() == LIGHT.canvas
    pictures.clear()
    workbench._bench.themes.set_mode("dark")
    thumbnailer.redraw()
    do_all()
    assert list(pictures) == names
    assert pictures[names[0]].toImage().pixelColor(1, 1).name() == DARK.canvas


def test_a_picture_in_a_size_that_is_no_longer_wanted_is_dropped(qapp: QApplication) -> None:
    parent = QObject()
    sizes: list[QSize] = []
    jobs: list[Callable[[], None]] = []
    thumbnailer = Thumbnailer(catalog(), lambda job, take: jobs.append(lambda: take(job())), parent)
    thumbnailer.drawn.connect(lambda _name, picture: sizes.append(picture.size()))
    thumbnailer.take(build(["mnist_mlp"]))
    thumbnailer.set_size(QSize(120, 80))
    thumbnailer.set_size(QSize(184, 120))
    for job in jobs:
        job()
    assert sizes == [QSize(184, 120)]


def test_moments_are_told_as_one_says_them() -> None:
    now_s = time.mktime((2026, 7, 4, 12, 0, 0, 0, 0, -1))
    assert when_text(now_s - 3600, now_s) == "today, 11:00"
    assert when_text(now_s - 24 * 3600, now_s) == "yesterday, 12:00"
    assert when_text(now_s - 9 * 24 * 3600, now_s) == "2026-06-25"


def test_after_new_the_arrow_keys_go_from_layer_to_layer(workbench: Workbench, qtbot: QtBot) -> None:
    window = start(workbench, qtbot)
    find(window, QPushButton, "startNew").setFocus()
    press_key(find(window, QPushButton, "startNew"), Key.Key_Space)
    first, second = window.canvas.place("Input"), window.canvas.place("Flatten")
    assert window.canvas.selected_ids() == [second]
    press_key(window.focusWidget(), Key.Key_Up)
    assert window.canvas.selected_ids() == [first]
