"""What a person does wrong is answered at once, in one clear line, and loses nothing."""

from functools import partial
from pathlib import Path

import pytest

from designer.document.builder import NetworkBuilder
from designer.document.project import Project
from tests.journeys.conftest import SitDown
from tests.journeys.projects import SCALED, convolutions


def test_damaged_file_is_refused_and_the_network_stays(sit_down: SitDown, tmp_path: Path) -> None:
    person = sit_down(convolutions())
    damaged = tmp_path / "damaged.json"
    damaged.write_text('{"format": "model-designer/1", "gra')
    person.choose_file("openDialog", damaged)
    said = person.answer("failureDialog", "OK")
    person.robot.key("ctrl+o")
    person.wait(lambda: bool(said))
    assert "damaged.json can't be opened. It is damaged" in said[0]
    assert said[1] == "Restore it from a copy."
    assert person.document.project() == convolutions()


def test_wrong_data_source_says_what_to_write(sit_down: SitDown) -> None:
    person = sit_down(convolutions())
    person.wait_for_analysis()
    person.open_panel("Data")
    for source, answer in {
        "tfds:nonsense": "tensorflow-datasets knows no 'nonsense'.",
        "numpy:/nope.npz": "There is no file /nope.npz.",
        "nonsense": "'nonsense' is no data source. Write digits, tfds:NAME",
    }.items():
        person.fill("dataSource", source)
        person.wait(partial(person.says, "dataError", answer))
        assert answer in person.action("train").toolTip()
    person.shot("data-refused")
    person.robot.key("ctrl+z")
    person.wait(partial(person.says, "dataError", "There is no file"))


def test_missing_data_is_offered_and_without_a_network_the_answer_comes_soon(
    sit_down: SitDown, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("http_proxy", "https_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")  # where nothing answers
    person = sit_down(convolutions())
    person.wait_for_analysis()
    person.open_panel("Data")
    person.fill("dataSource", "tfds:mnist")
    person.wait(lambda: "tfds:mnist is not on this computer: 11.6 MB" in person.text("dataElsewhere"))
    person.shot("data-elsewhere")
    asked = person.answer("downloadDialog", "Download")
    failed = person.answer("failureDialog", "OK")
    person.press("dataDownload")
    person.wait(lambda: bool(failed), timeout_ms=5000)
    assert "MB" in asked[0]
    assert "can't be downloaded" in failed[0]
    assert failed[1].startswith("Connect to the internet and try again, or copy")


def test_network_without_input_says_so_and_leads_there(sit_down: SitDown) -> None:
    person = sit_down(Project())
    person.add("Dense")
    person.wait(lambda: any("The network has no Input." in row for row in person.problems()))
    assert "Add an Input" in person.action("train").toolTip()
    person.robot.click(person.window.canvas)
    person.robot.key("Escape")
    person.robot.key("F8")
    person.wait(lambda: person.window.canvas.selected_ids() == [person.node("dense")])
    person.shot("no-input")


def test_two_outputs_for_one_label_name_the_one_that_does_not_fit(sit_down: SitDown) -> None:
    net = NetworkBuilder("Two outputs")
    x = net.add("Flatten", net.input((8, 8, 1)))
    net.add("Dense", x, units=10, activation="softmax")
    net.add("Dense", x, units=5)
    person = sit_down(net.project().replace(data=SCALED))
    person.wait(lambda: any('"dense_1" has 5 units' in row for row in person.problems()))
    person.shot("two-outputs")
    assert not person.action("train").isEnabled()


def test_closing_with_unsaved_changes_can_be_cancelled(sit_down: SitDown) -> None:
    person = sit_down(convolutions())
    person.click_node("conv2d")
    person.robot.key("Delete")
    person.wait(person.window.isWindowModified)
    said = person.answer("unsavedDialog", "Cancel")
    person.robot.key("ctrl+q")
    person.wait(lambda: bool(said))
    assert said[0] == 'Save the changes to "Convolutions"?'
    assert person.window.isVisible()
    assert "conv2d" not in person.names()
