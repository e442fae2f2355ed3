"""The data panel edits the data settings, and offers an adaptation without ever making one."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QComboBox, QLabel, QListView, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from designer.data.info import DataInfo, FeatureInfo, LabelInfo
from designer.document.commands import SetData
from designer.document.document import Document
from designer.document.settings import Adaptation, DataSettings
from designer.errors import DataError
from designer.ui.data_panel import DataPanel
from tests.qt.panel_helpers import click, find, line_of, press_key, retype, show

INFO = DataInfo(
    "digits",
    "Handwritten digits",
    FeatureInfo((8, 8, 1), "float32", (0, 16)),
    LabelInfo("classes", (), "int64", ("zero", "one")),
    {"train": 1797, "test": 100},
    {"train": (900, 897)},
)
STEPS = ("Resize 8×8 to 32×32",)


@pytest.fixture
def document() -> Document:
    return Document()


@pytest.fixture
def panel(document: Document, qtbot: QtBot) -> DataPanel:
    panel = DataPanel(document)
    show(qtbot, panel)
    return panel


def test_a_source_is_taken_on_enter_and_drops_what_was_agreed_for_the_old_one(
    document: Document, panel: DataPanel
) -> None:
    document.push(SetData(DataSettings(adaptation=Adaptation(channels=3), validation_split="test")))
    line = line_of(panel, "dataSource")
    retype(line, "keras:mnist")
    assert document.data.source == "digits"
    press_key(line, Qt.Key.Key_Return)
    assert document.data == DataSettings(source="keras:mnist")
    document.undo()
    assert line.text() == "digits"


def test_typing_a_percentage_is_one_step(document: Document, panel: DataPanel) -> None:
    retype(line_of(panel, "data_validation_percent"), "35")
    assert document.data.validation_percent == 35
    document.undo()
    assert document.data == DataSettings()
    assert line_of(panel, "data_validation_percent").text() == "20"


def test_a_division_that_leaves_nothing_to_train_on_is_refused_in_place(
    document: Document, panel: DataPanel
) -> None:
    retype(line_of(panel, "data_test_percent"), "90")
    assert "nothing to train on" in find(panel, QLabel, "dataRefusal").text()
    assert document.data.test_percent == 9


def test_validation_on_a_split_puts_the_percentage_out_of_use(document: Document, panel: DataPanel) -> None:
    panel.show_info(INFO, None, busy=False)
    combo = find(panel, QComboBox, "data_validation_split")
    combo.setFocus()
    press_key(combo, Qt.Key.Key_Down)
    assert document.data.validation_split == "test"
    assert not find(panel, QWidget, "data_validation_percent").isEnabled()
    press_key(combo, Qt.Key.Key_Up)
    assert document.data.validation_split is None


def test_what_the_source_holds_is_shown(panel: DataPanel) -> None:
    panel.show_info(INFO, None, busy=False)
    assert find(panel, QLabel, "dataFacts_each_sample").text() == "8×8×1 float32, 0 to 16"
    assert find(panel, QLabel, "dataFacts_labels").text() == "2 classes: zero, one"
    assert find(panel, QLabel, "dataFacts_samples").text() == "train: 1,797\ntest: 100"


def test_an_unreadable_source_says_why_and_what_to_do(panel: DataPanel) -> None:
    panel.show_info(None, DataError("There is no such set.", "Try digits."), busy=False)
    assert find(panel, QLabel, "dataError").text() == "There is no such set. Try digits."
    panel.show_info(INFO, None, busy=False)
    assert not panel.findChildren(QLabel, "dataError")[0].isVisible()


def test_an_adaptation_is_offered_and_made_only_on_request(
    document: Document, panel: DataPanel, qtbot: QtBot
) -> None:
    panel.show_proposal(STEPS, needed=True)
    assert STEPS[0] in find(panel, QLabel, "dataProposal").text()
    assert document.data.adaptation is None
    with qtbot.waitSignal(panel.adaptation_accepted):
        click(find(panel, QPushButton, "dataAdapt"))


def test_an_adaptation_can_be_dropped(document: Document, panel: DataPanel) -> None:
    document.push(SetData(DataSettings(adaptation=Adaptation(resize=(32, 32)))))
    panel.show_proposal(STEPS, needed=False)
    click(find(panel, QPushButton, "dataLeave"))
    assert document.data.adaptation is None


def test_samples_are_listed_by_class_with_their_number(panel: DataPanel) -> None:
    image = QImage(8, 8, QImage.Format.Format_Grayscale8)
    image.fill(128)
    panel.show_info(INFO, None, busy=False)
    panel.show_samples([("zero", [image] * 5), ("one", [image])])
    model = find(panel, QListView, "dataSamples").model()
    names = [model.index(row, 0).data(Qt.ItemDataRole.AccessibleTextRole) for row in range(model.rowCount())]
    assert names == ["zero: 900 samples", "one: 897 samples"]
