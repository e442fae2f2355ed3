"""The library of blocks: what ships with the program, and what users keep for themselves."""

from pathlib import Path

import pytest

from designer import paths
from designer.catalog.catalog import Catalog
from designer.document.block_fold import fold
from designer.document.document import Document
from designer.document.library import (
    Library,
    LibraryBlock,
    delete_block,
    list_library,
    place_command,
    save_block,
)
from designer.document.presets import load_preset
from designer.document.project import Project
from designer.errors import GraphError, RequestError
from designer.graph.elements import GraphSnapshot
from designer.graph.expansion import expanded, flat
from designer.graph.names import is_name

CATALOG = Catalog.load(paths.resources_dir() / "catalog.json")
CONV_BN = ["Conv2D", "BatchNormalization"]
LAYERS = {
    "Bottleneck": [*CONV_BN, "ReLU", *CONV_BN, "ReLU", *CONV_BN, "Add", "ReLU"],
    "Bottleneck with projection": [*CONV_BN, "ReLU", *CONV_BN, "ReLU", *CONV_BN, *CONV_BN, "Add", "ReLU"],
    "Dense block": 6 * [*(2 * ["BatchNormalization", "ReLU", "Conv2D"]), "Concatenate"],
    "Dense layer": [*(2 * ["BatchNormalization", "ReLU", "Conv2D"]), "Concatenate"],
    "Inception module": [*(6 * ["Conv2D"]), "MaxPooling2D", "Concatenate"],
    "Pre-activation residual": [*(2 * ["BatchNormalization", "ReLU", "Conv2D"]), "Add"],
    "Pre-activation residual with projection": [
        *(2 * ["BatchNormalization", "ReLU", "Conv2D"]),
        *("Conv2D", "Add"),
    ],
    "Residual": [*CONV_BN, "ReLU", *CONV_BN, "Add", "ReLU"],
    "Residual with projection": [*CONV_BN, "ReLU", *CONV_BN, *CONV_BN, "Add", "ReLU"],
    "Squeeze and excite": ["GlobalAveragePooling2D", "Conv2D", "Conv2D", "Multiply"],
    "VGG stage": ["Conv2D", "Conv2D", "MaxPooling2D"],
    "Wide residual": [*(2 * ["BatchNormalization", "ReLU", "Conv2D"]), "Dropout", "Add"],
}


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of the user's own blocks, which isn't there yet."""
    monkeypatch.setenv("MODEL_DESIGNER_HOME", str(tmp_path))
    return paths.blocks_dir()


def shipped() -> dict[str, LibraryBlock]:
    return {each.block.name: each for each in list_library().blocks if not each.is_own}


def placed(found: LibraryBlock) -> Document:
    document = Document()
    document.push(place_command(document, found, (1.0, 2.0))[0])
    return document


def test_the_shipped_blocks_are_listed_with_a_line_each() -> None:
    library = list_library()
    assert [each.block.name for each in library.blocks] == sorted(LAYERS, key=str.lower)
    assert library.problems == ()
    assert all(each.block.text.endswith(".") and not each.is_own for each in library.blocks)
    assert all(param.kind in ("int", "float") for each in library.blocks for param in each.block.params)


@pytest.mark.parametrize("name", LAYERS)
def test_a_shipped_block_holds_its_layers(name: str) -> None:
    document = placed(shipped()[name])
    found = expanded(document.snapshot())
    assert sorted(node.type for node in found.graph.nodes) == sorted(LAYERS[name])
    assert not found.refusals
    for block in document.blocks:
        assert document.inside(block.id).positions.keys() == {node.id for node in block.graph.nodes}
        assert all(is_name(node.name) for node in block.graph.nodes)


@pytest.mark.parametrize("name", LAYERS)
def test_every_parameter_of_a_shipped_block_matters(name: str) -> None:
    document = placed(shipped()[name])
    [node] = document.graph.nodes.values()
    before = flat(document.snapshot())
    block = document.block(node.block_id)
    assert block is not None
    for param in block.params:
        changed = {**node.params, param.name: param.default + 1}
        graph = GraphSnapshot(
            (node.__class__(node.id, node.name, node.type, changed),), blocks=document.blocks
        )
        assert flat(graph) != before, param.name


def test_placing_takes_a_block_in_only_once() -> None:
    document = placed(shipped()["Dense layer"])
    for name in ("Dense block", "Dense layer"):
        document.push(place_command(document, shipped()[name], (0.0, 0.0))[0])
    assert [block.name for block in document.blocks] == ["Dense layer", "Dense block"]
    assert [node.name for node in document.graph.nodes.values()] == [
        "dense_layer",
        "dense_block",
        "dense_layer_1",
    ]
    with pytest.raises(GraphError, match="can't be put into itself"):
        place_command(document.inside("b1"), shipped()["Dense block"], (0.0, 0.0))


def own(document: Document) -> Library:
    command, _ = fold(document, ["n5", "n6", "n7"], "My block")
    document.push(command)
    save_block(document, "b1")
    return list_library()


def test_a_block_is_saved_listed_placed_and_deleted(home: Path) -> None:
    document = Document(load_preset("digits_resnet"))
    found = own(document).blocks[-1]
    assert (found.is_own, found.path, found.block) == (True, home / "my_block.json", document.blocks[0])
    other = Document(Project())
    other.push(place_command(other, found, (0.0, 0.0))[0])
    assert other.inside("b1").positions == document.inside("b1").positions
    with pytest.raises(RequestError, match='a block called "My block" already'):
        save_block(document, "b1")
    save_block(document, "b1", replaces=True)
    delete_block(found)
    assert list_library().blocks == tuple(shipped().values())
    with pytest.raises(RequestError, match="comes with the program"):
        delete_block(list_library().blocks[0])


def test_damaged_files_are_told_and_hide_nothing(home: Path) -> None:
    document = Document(load_preset("digits_resnet"))
    own(document)
    (home / "broken.json").write_text("{")
    document.project().replace(graph=GraphSnapshot()).save(home / "empty.json")
    library = list_library()
    assert library.blocks[-1].block.name == "My block"
    assert len(library.problems) == 2
    assert "broken.json can't be opened. It is damaged" in library.problems[0]
    assert "empty.json is no block of the library" in library.problems[1]
    assert not any("\n" in line for line in library.problems)
