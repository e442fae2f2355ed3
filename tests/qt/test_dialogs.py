"""Dialogs ask one question each, and a refusal keeps the preset dialog open."""

from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import (
    QApplication,
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QLabel,
    QMessageBox,
    QPushButton,
)
from pytestqt.qtbot import QtBot

from designer.data.download import Download
from designer.document.presets import PresetInfo, PresetParam
from designer.document.project import Project
from designer.errors import DesignerError, PresetError
from designer.ui import dialogs
from designer.ui.download_dialog import DownloadDialog
from designer.ui.preset_dialog import PresetDialog
from tests.qt.panel_helpers import click, find, line_of, press_key, retype, show

PRESET = PresetInfo(
    "wide",
    "Wide",
    "A wide one.",
    (
        PresetParam("num_convs", "int", 40, 10),
        PresetParam("scale", "choice", 2, choices=(1, 2)),
        PresetParam("bias", "bool", True),
    ),
)

CIFAR = Download("keras:cifar10", "cifar10", "cifar10", Path("data"), 170 << 20, ())


def build(params: Mapping[str, object]) -> Project:
    if params.get("num_convs") == 41:
        raise PresetError("num_convs=41: nearest legal values are 40 and 46.")
    return Project(name=str(dict(params)))


def press(button: QMessageBox.StandardButton | str) -> None:
    """Press a button of the dialog that is about to open."""

    def act() -> None:
        box = QApplication.activeModalWidget()
        assert isinstance(box, QMessageBox)
        assert box.windowTitle()
        assert box.objectName()
        found = box.findChild(QPushButton, button) if isinstance(button, str) else box.button(button)
        assert isinstance(found, QPushButton)
        found.click()

    QTimer.singleShot(0, act)


@pytest.mark.parametrize(
    ("button", "answer"),
    [
        (QMessageBox.StandardButton.Save, dialogs.SaveAnswer.SAVE),
        (QMessageBox.StandardButton.Discard, dialogs.SaveAnswer.DISCARD),
        (QMessageBox.StandardButton.Cancel, dialogs.SaveAnswer.CANCEL),
    ],
)
def test_unsaved_changes_are_saved_discarded_or_kept(
    qapp: QApplication, button: QMessageBox.StandardButton, answer: dialogs.SaveAnswer
) -> None:
    press(button)
    assert dialogs.ask_to_save(None, "Net") is answer


@pytest.mark.parametrize(
    "ask",
    [
        lambda: dialogs.ask_to_stop(None),
        lambda: dialogs.ask_to_download(None, CIFAR),
    ],
    ids=["stop", "download"],
)
def test_a_question_is_answered_by_its_buttons(qapp: QApplication, ask: Callable[[], bool]) -> None:
    press("accept")
    assert ask()
    press("reject")
    assert not ask()


def test_a_failure_shows_message_and_hint(qapp: QApplication) -> None:
    seen: list[str] = []

    def act() -> None:
        box = QApplication.activeModalWidget()
        assert isinstance(box, QMessageBox)
        seen.extend((box.text(), box.informativeText(), box.detailedText()))
        box.accept()

    QTimer.singleShot(0, act)
    dialogs.show_failure(None, DesignerError("It broke.", "Mend it."), "Traceback")
    assert seen == ["It broke.", "Mend it.", "Traceback"]


def test_a_refused_preset_parameter_keeps_the_dialog_open(qtbot: QtBot) -> None:
    dialog = PresetDialog(PRESET, build)
    show(qtbot, dialog, 400, 300)
    line = line_of(dialog, "preset_num_convs")
    create = find(dialog, QDialogButtonBox, "presetButtons").button(QDialogButtonBox.StandardButton.Ok)
    retype(line, "41")
    click(create)
    assert "40 and 46" in find(dialog, QLabel, "presetRefusal").text()
    assert dialog.isVisible()
    retype(line, "46")
    click(create)
    assert dialog.result() == QDialog.DialogCode.Accepted
    assert dialog.project == Project(name="{'num_convs': 46}")


def test_a_choice_keeps_its_type(qtbot: QtBot) -> None:
    dialog = PresetDialog(PRESET, build)
    show(qtbot, dialog, 400, 300)
    press_key(find(dialog, QComboBox, "preset_scale"), Qt.Key.Key_Up)
    find(dialog, QDialogButtonBox, "presetButtons").accepted.emit()
    assert dialog.project == Project(name="{'scale': 1}")


def test_a_download_shows_how_far_it_is_and_can_be_cancelled(qtbot: QtBot) -> None:
    dialog = DownloadDialog("cifar10")
    qtbot.addWidget(dialog)
    dialog.show_progress(40_000_000, 160_000_000)
    assert dialog.value() / dialog.maximum() == 0.25
    assert "40 MB of 160 MB" in dialog.labelText()
    with qtbot.waitSignal(dialog.canceled):
        click(find(dialog, QPushButton, ""))
