"""A picture of the network is a menu entry, a dialog and a file name away."""

from pathlib import Path

from PySide6.QtWidgets import QDialog, QDialogButtonBox

from tests.journeys.conftest import SitDown
from tests.journeys.dialog_hand import child
from tests.journeys.projects import convolutions


def test_a_picture_with_shapes_is_exported_by_keyboard(sit_down: SitDown, tmp_path: Path) -> None:
    person, path = sit_down(convolutions()), tmp_path / "net.svg"
    person.wait_for_analysis()

    def save(dialog: QDialog) -> None:
        person.shot("picture-dialog")
        person.choose_file("exportDialog", path)
        buttons = child(dialog, QDialogButtonBox, "pictureButtons")
        assert buttons.button(QDialogButtonBox.StandardButton.Save).isDefault()
        person.robot.key("Return")

    person.when_asked("pictureDialog", save)
    person.robot.key("ctrl+shift+e")
    person.wait(path.exists)
    person.wait(lambda: person.message() == f"Saved the picture to {path}.")
    assert ">4×4×8 · 296</text>" in path.read_text(encoding="utf-8")
    assert person.document.is_clean
