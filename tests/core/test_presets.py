"""Presets are found by name, their signature is their dialog, a wrong wish is refused with a right one."""

from itertools import combinations
from pathlib import Path
from typing import get_args

import pytest

from designer import paths
from designer.data.adaptation import SampleShape, adapted_shape
from designer.document.presets import PresetGroup, PresetInfo, PresetParam, list_presets, load_preset
from designer.document.project import Project
from designer.errors import PresetError, ProjectFileError
from designer.graph.layout import NODE_SIZE
from designer.graph.names import check_name

LONGEST_LINE = 110
SHIPPED = [info.name for info in list_presets() if info.group != "Your own"]
# The shape of a sample, by source.
SAMPLES: dict[str, SampleShape] = {
    "digits": (8, 8, 1),
    "tfds:mnist": (28, 28, 1),
    "tfds:cifar10": (32, 32, 3),
    "tfds:cats_vs_dogs": (None, None, 3),
}


@pytest.fixture
def user_presets(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The empty folder of the user's own presets."""
    monkeypatch.setenv("MODEL_DESIGNER_HOME", str(tmp_path))
    folder = paths.user_data_dir() / "presets"
    folder.mkdir(parents=True)
    return folder


def test_presets_of_a_group_stand_together_in_the_order_of_the_groups() -> None:
    groups = [info.group for info in list_presets()]
    assert sorted(groups, key=get_args(PresetGroup).index) == groups
    assert groups[0] == "First steps"


@pytest.mark.parametrize("info", list_presets(), ids=lambda info: info.name)
def test_a_preset_has_a_line_a_paragraph_and_a_dialog_in_plain_words(info: PresetInfo) -> None:
    assert info.title
    assert info.text.endswith(".")
    assert len(info.text) <= LONGEST_LINE
    assert info.about.endswith(".")
    assert len(info.about) > 2 * len(info.text)
    assert "\n" not in info.about
    assert info.params
    assert all(param.text and param.default is not None for param in info.params)


@pytest.mark.parametrize("name", SHIPPED)
def test_the_samples_of_a_preset_fit_its_input(name: str) -> None:
    project = load_preset(name)
    if project.data.source.startswith("numpy:"):
        assert "numpy:FILE.npz" in next(info.about for info in list_presets() if info.name == name)
        return
    adaptation = project.data.adaptation
    [target] = [node for node in project.graph.nodes if node.type == "Input"]
    assert adaptation is not None
    assert adapted_shape(adaptation, SAMPLES[project.data.source]) == target.params["shape"]


def test_a_signature_is_the_dialog() -> None:
    wide_resnet = next(info for info in list_presets() if info.name == "wide_resnet")
    depth, width, dropout, classes = wide_resnet.params
    assert depth == PresetParam("num_convs", "int", 40, 10, 400, text="Depth n: 10, 16, 22, 28, 34, 40…")
    assert (width.name, width.default, width.minimum) == ("width", 2, 1)
    assert (dropout.name, dropout.kind, dropout.default) == ("dropout", "float", 0.3)
    assert (classes.name, classes.default) == ("classes", 10)


@pytest.mark.parametrize("name", SHIPPED)
def test_every_layer_of_a_preset_has_a_name_and_a_place_of_its_own(name: str) -> None:
    project = load_preset(name)
    assert set(project.view.positions) == {node.id for node in project.graph.nodes}
    width, height = NODE_SIZE
    for (x, y), (u, v) in combinations(project.view.positions.values(), 2):
        assert abs(x - u) >= width or abs(y - v) >= height
    taken: set[str] = set()
    for node in project.graph.nodes:
        check_name(node.name, taken)
        taken.add(node.name)


@pytest.mark.parametrize("name", SHIPPED)
def test_a_preset_is_the_same_every_time(name: str) -> None:
    assert load_preset(name) == load_preset(name)


def test_text_is_converted_as_on_a_command_line() -> None:
    typed = load_preset("wide_resnet", num_convs="16", width="4", dropout="0.1")
    assert typed == load_preset("wide_resnet", num_convs=16, width=4, dropout=0.1)


@pytest.mark.parametrize(
    ("name", "params", "message"),
    [
        ("resnet31", {}, 'no preset called "resnet31". Did you mean resnet30'),
        ("zzz", {}, "Known are: cats_dogs_fc, cats_dogs_fc_dropout,"),
        ("", {}, "Known are"),
        ("../wide_resnet", {}, "Did you mean"),
        ("wide_resnet", {"num_convs": 41}, "it must be 6N + 4. The nearest legal values are 40 and 46."),
        (
            "wide_resnet",
            {"num_convs": 5},
            "num_convs=5 won't do: Input should be greater than or equal to 10",
        ),
        ("wide_resnet", {"dropout": 2}, "dropout=2 won't do: Input should be less than or equal to 0.9"),
        ("wide_resnet", {"dropout": "nan"}, "dropout=nan won't do"),
        ("wide_resnet", {"width": "abc"}, "width=abc won't do: Input should be a valid integer"),
        ("wide_resnet", {"width": "2.5"}, "width=2.5 won't do"),
        ("wide_resnet", {"width": None}, "width=None won't do"),
        ("wide_resnet", {"widht": 2}, 'no parameter "widht". Did you mean width?'),
        ("svgg", {"unit": 2}, 'no parameter "unit". Did you mean units?'),
    ],
)
def test_a_wrong_wish_is_told_the_right_one(name: str, params: dict[str, object], message: str) -> None:
    with pytest.raises(PresetError) as caught:
        load_preset(name, **params)
    assert message in str(caught.value)


def test_a_user_s_project_is_a_preset(user_presets: Path) -> None:
    Project("Mine").save(user_presets / "my_net.json")
    assert list_presets()[-1].name == "my_net"
    assert load_preset("my_net") == Project("Mine")
    with pytest.raises(PresetError, match="has no parameters"):
        load_preset("my_net", width=2)


def test_a_user_s_preset_neither_runs_code_nor_hides_a_shipped_one(user_presets: Path) -> None:
    (user_presets / "evil.py").write_text("raise SystemExit('code was run')")
    (user_presets / "broken.json").write_text("{")
    Project("Mine").save(user_presets / "svgg.json")
    assert [info.name for info in list_presets()] == [*SHIPPED, "broken"]
    assert load_preset("svgg").name == "Simplified VGG"
    with pytest.raises(ProjectFileError, match=r"broken\.json can't be opened"):
        load_preset("broken")
