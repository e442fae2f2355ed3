"""Export picture asks once, writes what was chosen and remembers it; Copy picture fills the clipboard."""

from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import pytest
from PySide6.QtCore import QSettings, Qt, QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import (
    QApplication,
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFileDialog,
    QLineEdit,
    QMessageBox,
    QSpinBox,
)
from pytestqt.qtbot import QtBot

from designer.document.project import Project
from designer.errors import DesignerError
from designer.ui.export_picture import PictureExport
from designer.ui.session import Session
from tests.qt.canvas_helpers import CHAIN_ANALYSIS, Desk
from tests.qt.panel_helpers import choose, find, press_key, type_keys

LOOK_MS = 20


class Exporter:
    """Export picture on a canvas, with a worker that draws at once."""

    def __init__(self, qtbot: QtBot, settings: QSettings, project: Project | None = None) -> None:
        self.desk = Desk(qtbot, project)
        document = self.desk.document
        session = SimpleNamespace(
            document=document, sheet=document, shown_analysis=CHAIN_ANALYSIS, submit=self._submit
        )
        self.pictures = PictureExport(
            self.desk.view, cast(Session, session), lambda: self.desk.view, settings
        )
        self.said: list[str] = []
        self.pictures.said.connect(self.said.append)

    def _submit(
        self, job: Callable[[], Any], done: Callable[[Any], None], failed: Callable[[DesignerError], None]
    ) -> None:
        try:
            done(job())
        except DesignerError as error:
            failed(error)

    def when_asked(self, kind: type[QDialog], answer: Callable[[Any], None]) -> None:
        def look() -> None:
            dialog = QApplication.activeModalWidget()
            if isinstance(dialog, kind):
                answer(dialog)
            else:
                QTimer.singleShot(LOOK_MS, self.desk.view, look)

        look()

    def export(self, set_up: Callable[[QDialog], None], path: Path) -> None:
        """Choose in the first dialog what `set_up` chooses, and a file in the second."""

        def name_file(dialog: QFileDialog) -> None:
            line = find(dialog, QLineEdit, "fileNameEdit")
            line.selectAll()
            type_keys(line, str(path))
            press_key(line, Qt.Key.Key_Return)

        def set_up_and_save(dialog: QDialog) -> None:
            set_up(dialog)
            self.when_asked(QFileDialog, name_file)
            buttons = find(dialog, QDialogButtonBox, "pictureButtons")
            buttons.button(QDialogButtonBox.StandardButton.Save).click()

        self.when_asked(QDialog, set_up_and_save)
        self.pictures.export()


@pytest.fixture
def settings(tmp_path: Path) -> QSettings:
    return QSettings(str(tmp_path / "settings.ini"), QSettings.Format.IniFormat)


def nothing(_dialog: QDialog) -> None:
    """Leave the dialog as it is."""


def test_what_is_chosen_is_written_and_remembered(qtbot: QtBot, tmp_path: Path, settings: QSettings) -> None:
    exporter, path = Exporter(qtbot, settings), tmp_path / "net.pdf"

    def set_up(dialog: QDialog) -> None:
        kind = find(dialog, QComboBox, "pictureKind")
        choose(kind, next(text for text in map(kind.itemText, range(3)) if text.startswith("PDF")))
        choose(find(dialog, QComboBox, "pictureColors"), "Dark")
        find(dialog, QSpinBox, "pictureScale").setValue(200)

    exporter.export(set_up, path)
    assert path.read_bytes().startswith(b"%PDF")
    assert exporter.said == ["Drawing the picture…", f"Saved the picture to {path}."]
    seen: list[tuple[str, str, int]] = []

    def look(dialog: QDialog) -> None:
        kind, colors = (find(dialog, QComboBox, f"picture{name}") for name in ("Kind", "Colors"))
        scale = find(dialog, QSpinBox, "pictureScale")
        seen.append((kind.currentText()[:3], colors.currentText(), scale.value()))
        dialog.reject()

    exporter.when_asked(QDialog, look)
    exporter.pictures.export()
    assert seen == [("PDF", "Dark", 200)]


def test_the_ending_of_the_file_decides_about_the_format(
    qtbot: QtBot, tmp_path: Path, settings: QSettings
) -> None:
    Exporter(qtbot, settings).export(nothing, tmp_path / "net.png")
    assert (tmp_path / "net.png").read_bytes().startswith(b"\x89PNG")
    Exporter(qtbot, settings).export(nothing, tmp_path / "bare")
    assert b"<svg" in (tmp_path / "bare.svg").read_bytes()


def test_only_a_selection_can_be_a_part(qtbot: QtBot, tmp_path: Path, settings: QSettings) -> None:
    exporter = Exporter(qtbot, settings)

    def look(dialog: QDialog) -> None:
        part = find(dialog, QComboBox, "picturePart")
        assert not part.isEnabled()
        assert part.toolTip() == "Nothing is selected on the canvas."

    exporter.export(look, tmp_path / "all.svg")
    exporter.desk.view.select(["n1"])
    exporter.export(
        lambda dialog: find(dialog, QComboBox, "picturePart").setCurrentIndex(1), tmp_path / "part.svg"
    )
    assert "Conv2D" in (tmp_path / "all.svg").read_text(encoding="utf-8")
    assert "Conv2D" not in (tmp_path / "part.svg").read_text(encoding="utf-8")


def test_giving_up_writes_nothing(qtbot: QtBot, tmp_path: Path, settings: QSettings) -> None:
    exporter = Exporter(qtbot, settings)
    exporter.when_asked(QDialog, lambda dialog: dialog.reject())
    exporter.pictures.export()
    assert exporter.said == []


def test_a_failure_is_told(qtbot: QtBot, tmp_path: Path, settings: QSettings) -> None:
    exporter = Exporter(qtbot, settings, Project())
    exporter.pictures.copy()
    box = exporter.desk.child(QMessageBox, "failureDialog")
    assert box.text() == "The canvas is empty, so there is nothing to draw."
    box.close()


def test_a_copy_is_on_the_clipboard_as_pixels_and_as_svg(qtbot: QtBot, settings: QSettings) -> None:
    exporter = Exporter(qtbot, settings)
    exporter.pictures.copy()
    data = QGuiApplication.clipboard().mimeData()
    assert b"Conv2D</text>" in data.data("image/svg+xml").data()
    assert not QGuiApplication.clipboard().image().isNull()
    exporter.desk.view.select(["n1"])
    exporter.pictures.copy()
    assert b"Conv2D" not in QGuiApplication.clipboard().mimeData().data("image/svg+xml").data()
    assert exporter.said == ["Copied a picture of the network.", "Copied a picture of the selected part."]


def test_damaged_settings_are_passed_over(qtbot: QtBot, tmp_path: Path, settings: QSettings) -> None:
    for name, value in (("kind", "gif"), ("colors", "pink"), ("scale_percent", "much"), ("folder", "/none")):
        settings.setValue(f"picture/{name}", value)
    Exporter(qtbot, settings).export(nothing, tmp_path / "net.svg")
    assert (tmp_path / "net.svg").exists()
