"""In the window a notice leads to its layer, wherever it is drawn, and the tab counts them."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from designer.document.document import Document
from designer.training.events import Notice
from designer.ui.window import MainWindow
from tests.core.block_projects import blocks
from tests.monitor_events import RUN
from tests.qt.bench_helpers import front_window

VANISHED = Notice(
    run=RUN,
    time=1.0,
    message="The updates vanish.",
    kind="vanishing_updates",
    layer="stage_a.residual.3.conv",
)


@pytest.fixture
def window(
    qapp: QApplication, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[MainWindow]:
    with front_window(qapp, qtbot, tmp_path, Document(blocks())) as found:
        monkeypatch.setattr(found.session, "submit", lambda job, done, _failed: done(job()))
        yield found


def choose(window: MainWindow, notice: Notice) -> None:
    view = window.panels.notices.view
    window.panels.notices.handle([notice])
    view.clicked.emit(view.model().index(view.model().rowCount() - 1, 0))


def test_a_notice_leads_into_the_block_that_its_layer_is_in(window: MainWindow) -> None:
    choose(window, VANISHED)
    assert window.docks["notices"].windowTitle() == "Notices (1)"
    assert window.session.path == "n3/n2#3"
    assert window.canvas.selected_ids() == ["n2"]


def test_a_layer_that_is_gone_is_said_to_be(window: MainWindow) -> None:
    choose(window, replace(VANISHED, layer="gone"))
    assert window.status.currentMessage() == 'This network has no layer "gone" any more.'
    assert window.session.path == ""


def test_another_project_has_no_notices(window: MainWindow) -> None:
    window.panels.notices.handle([VANISHED])
    window.set_document(Document())
    assert window.docks["notices"].windowTitle() == "Notices"
