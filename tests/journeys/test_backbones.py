"""A known network is inserted from the Block menu; without a network there are random weights."""

from pathlib import Path

import pytest
from PySide6.QtWidgets import QComboBox, QDialog, QLineEdit

from designer.document.presets import load_preset
from designer.document.project import Project, View
from designer.graph.elements import INPUT, GraphSnapshot, Node
from tests.journeys.conftest import SitDown
from tests.journeys.dialog_hand import child
from tests.journeys.person import Person

PHOTO = Project(
    "Photos",
    GraphSnapshot((Node("n1", "photo", INPUT, {"shape": (64, 64, 3)}),)),
    View({"n1": (0.0, 0.0)}),
)


def choose(person: Person, name: str, weights: str) -> None:
    """Answers the dialog: searches for a network and chooses its weights with the keyboard."""

    def answer(dialog: QDialog) -> None:
        person.robot.click(child(dialog, QLineEdit, "backboneSearch"))
        person.robot.type(name)
        combo = child(dialog, QComboBox, "backboneWeights")
        combo.setFocus()
        person.robot.type(weights[0])
        person.wait(lambda: combo.currentText().startswith(weights))
        person.shot("backbone-dialog")
        person.robot.key("Return")

    person.when_asked("backboneDialog", answer)


def test_a_backbone_is_inserted_behind_what_is_selected_and_undone_in_one_step(sit_down: SitDown) -> None:
    person = sit_down(PHOTO)
    person.wait_for_analysis()
    person.click_node("photo")
    choose(person, "MobileNetV3Small", "New")
    person.robot.key("ctrl+alt+b")
    person.wait(lambda: len(person.names()) == 3)
    person.wait_for_analysis()
    assert (
        person.edges()
        == {
            ("photo", "mobile_net_v3_small"),
            ("mobile_net_v3_small", "global_average_pooling2d"),
        }
        or len(person.edges()) == 2
    )
    person.wait(lambda: "output 576" in person.description("global_average_pooling2d"))
    person.shot("inserted")
    person.robot.key("ctrl+z")
    person.wait(lambda: person.names() == {"photo"})


def test_without_a_network_random_weights_are_offered_at_once(
    sit_down: SitDown, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KERAS_HOME", str(tmp_path / "keras"))
    monkeypatch.setattr("designer.data.download.is_reachable", lambda _url: False)
    person = sit_down(PHOTO)
    person.wait_for_analysis()
    person.click_node("photo")
    choose(person, "MobileNetV3Small", "ImageNet")
    asked = person.answer("downloadDialog", "Download")
    person.robot.key("ctrl+alt+b")
    person.wait(lambda: bool(asked))
    offered = person.answer("randomWeightsDialog", "Use random weights")
    person.wait(lambda: bool(offered))
    assert "doesn't answer" in offered[0]
    person.wait(lambda: len(person.names()) == 3)
    assert person.document.weights is None


@pytest.mark.slow
def test_a_frozen_backbone_with_random_weights_is_told_and_takes_those_of_a_file(
    sit_down: SitDown, tmp_path: Path
) -> None:
    person = sit_down(load_preset("resnet50_transfer", size=64))
    person.wait_for_analysis()
    assert person.says("backboneBarText", "ResNet50 is frozen and has random weights.")
    person.shot("frozen-random")
    import keras

    file = tmp_path / "resnet.keras"
    keras.applications.ResNet50(weights=None, include_top=False, input_shape=(64, 64, 3)).save(file)
    person.choose_file("weightsDialog", file)
    person.press("backboneBarFromAFile")
    person.wait(lambda: "resnet.keras" in person.text("weightsWords"))
    person.wait(lambda: "318 of 320 weights fit" in person.text("weightsWords"))
    assert not person.text("backboneBarText")
