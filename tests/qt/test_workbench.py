"""One window for each document, one engine for all."""

import threading
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest
from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from designer.catalog.catalog import Catalog
from designer.compiler.results import Analysis
from designer.document.document import Document
from designer.document.presets import load_preset
from designer.training.process import ProcessRunner
from designer.training.runner import Runner
from designer.ui import memory_watch
from designer.ui.bench import Bench
from designer.ui.hub import Hub
from designer.ui.theme import Themes
from designer.ui.workbench import Workbench


@pytest.fixture
def bench(qapp: QApplication, tmp_path: Path) -> Iterator[Workbench]:
    settings = QSettings(str(tmp_path / "settings.ini"), QSettings.Format.IniFormat)
    shared = Bench(Catalog.load(), Themes(qapp), settings, Hub(), tmp_path / "runs", remembers=False)
    bench = Workbench(qapp, shared)
    yield bench
    for window in list(bench.windows):
        window.session.document.mark_clean(tmp_path / "saved.json")
        window.close()


def test_a_new_network_gets_a_window_of_its_own_once_the_present_one_was_edited(bench: Workbench) -> None:
    first = bench.open(Document())
    bench.show_document(Document(load_preset("digits_resnet")), asked_by=first)
    assert [window.title for window in bench.windows] == ["Digits ResNet"]
    first.canvas.place("Dense")
    first.files.new()
    assert [window.title for window in bench.windows] == ["Digits ResNet (unsaved)", "Untitled"]


def test_a_file_that_is_open_already_is_not_opened_twice(bench: Workbench, tmp_path: Path) -> None:
    path = load_preset("digits_resnet").save(tmp_path / "net.json")
    first = bench.open(Document(load_preset("digits_resnet"), path))
    bench.show_document(Document(load_preset("digits_resnet"), path), asked_by=first)
    assert bench.windows == [first]


def test_the_window_menu_lists_all_windows_and_marks_its_own(bench: Workbench) -> None:
    first = bench.open(Document())
    assert not first.actions_by_name["next_window"].isEnabled()
    second = bench.open(Document(load_preset("digits_resnet")))
    menu = second.actions_by_name.menus["Window"]
    for _ in range(2):
        menu.aboutToShow.emit()
    listed = {action.text(): action.isChecked() for action in menu.actions() if action.property("window")}
    assert listed == {"&1 Untitled": False, "&2 Digits ResNet": True}
    assert first.actions_by_name["next_window"].isEnabled()


def test_an_analysis_reaches_only_the_window_that_asked(bench: Workbench) -> None:
    first, second = bench.open(Document()), bench.open(Document())
    hub = first.bench.hub
    first.session._is_stale = second.session._is_stale = False
    hub.analysed.emit(2, Analysis(revision=0, parameters=7))
    assert (first.session.analysis.parameters, second.session.analysis.parameters) == (0, 7)


def test_while_one_window_trains_another_says_so(bench: Workbench, qtbot: QtBot) -> None:
    first, second = bench.open(Document()), bench.open(Document())
    with qtbot.waitSignal(second.session.run_state_changed):
        first.bench.hub.set_training(1)
    assert second.session.is_other_training
    assert not first.session.is_other_training


def test_the_next_run_goes_on_where_the_user_prefers_it(
    bench: Workbench, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    places: list[str] = []
    for runner in (Runner, ProcessRunner):
        monkeypatch.setattr(runner, "start", lambda self, *_args: places.append(type(self).__name__))
    session = bench.open(Document()).session
    for place in ("process", "thread"):
        bench._bench.preferences.choose(trains_in=place)
        session.train(tmp_path)
    assert places == ["ProcessRunner", "Runner"]


def _has_length(sizes: list[int], number: int) -> bool:
    return len(sizes) == number


def test_memory_that_grows_is_told_with_what_helps(
    bench: Workbench, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    sizes = [2**30, 3 * 2**29, 5 * 2**29, 6 * 2**29]
    monkeypatch.setattr(memory_watch, "own_memory", lambda: sizes.pop(0))
    window = bench.open(Document())
    hub = window.bench.hub
    hub.is_engine_started = True  # without TensorFlow
    hub.start()
    told: list[int] = []
    bench._memory.grew.connect(told.append)
    for _ in range(len(sizes)):
        num_left = len(sizes) - 1
        hub.set_training(1)
        hub.set_training(None)
        qtbot.waitUntil(partial(_has_length, sizes, num_left))
    qtbot.wait(100)
    assert told == [3 * 2**29]
    text = window.findChild(QWidget, "memoryBarText")
    assert isinstance(text, QLabel)
    assert text.text().startswith("Memory grew by 1.6")
    button = window.findChild(QPushButton, "memoryBarTrainInAProcess")
    assert button
    button.click()
    assert hub.trains_apart


def test_the_engine_ends_with_the_last_window(bench: Workbench, monkeypatch: pytest.MonkeyPatch) -> None:
    ended: list[bool] = []
    first, second = bench.open(Document()), bench.open(Document())
    monkeypatch.setattr(first.bench.hub, "close", lambda: ended.append(True))
    first.close()
    assert not ended
    second.close()
    assert ended


def test_a_window_that_is_closed_at_its_first_painting_starts_no_thread(bench: Workbench) -> None:
    window = bench.open(Document())
    hub, before = window.bench.hub, set(threading.enumerate())
    window.close()
    hub.start()
    assert set(threading.enumerate()) <= before


def test_in_a_new_window_the_keyboard_is_on_the_canvas(bench: Workbench, qtbot: QtBot) -> None:
    first = bench.open(Document(load_preset("digits_resnet")))
    first.canvas.place("Dense")
    first.files.new()
    window = bench.windows[-1]
    qtbot.waitUntil(window.canvas._reachable.hasFocus)
