"""Layers and presets are found, chosen and dragged."""

import pytest
from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QLineEdit, QListView, QTabWidget, QTreeView
from pytestqt.qtbot import QtBot

from designer.catalog.catalog import Catalog
from designer.document.presets import PresetInfo
from designer.ui.palette import Palette
from designer.ui.palette_model import LAYER_MIME, rank
from tests.qt.panel_helpers import click, find, press_key, show, type_keys

PRESETS = (PresetInfo("first", "First", "The first one."), PresetInfo("second", "Second", "Another."))


@pytest.fixture
def palette(qtbot: QtBot) -> Palette:
    palette = Palette(Catalog.load(), PRESETS)
    show(qtbot, palette)
    return palette


def search(palette: Palette) -> QLineEdit:
    return find(palette, QLineEdit, "paletteSearch")


def tree(palette: Palette) -> QTreeView:
    return find(palette, QTreeView, "paletteLayers")


def shown(palette: Palette) -> list[str]:
    model = tree(palette).model()
    families = [model.index(row, 0) for row in range(model.rowCount())]
    return [
        model.index(row, 0, family).data() for family in families for row in range(model.rowCount(family))
    ]


def layer_index(palette: Palette, layer_type: str) -> QModelIndex:
    model = tree(palette).model()
    flags = Qt.MatchFlag.MatchExactly | Qt.MatchFlag.MatchRecursive
    return model.match(model.index(0, 0), Qt.ItemDataRole.DisplayRole, layer_type, 1, flags)[0]


def test_without_a_search_every_layer_is_there_in_palette_order(palette: Palette) -> None:
    assert shown(palette)[:2] == ["Input", "Dense"]
    assert len(shown(palette)) == len(Catalog.load().layers)


def test_a_search_narrows_and_puts_names_that_start_with_it_first(palette: Palette) -> None:
    type_keys(search(palette), "conv")
    found = shown(palette)
    assert found[0] == "Conv2D"
    assert "SeparableConv2D" in found
    assert "Dense" not in found


@pytest.mark.parametrize(
    ("words", "layer_type"),
    [
        ("skip", "Add"),
        ("bn", "BatchNormalization"),
        ("mp2d", "MaxPooling2D"),
        ("bnorm", "BatchNormalization"),
        ("einsum", "EinsumDense"),
        ("logsumexp", "ops.logsumexp"),
        ("swish", "ops.silu"),
        ("sin", "ops.sin"),
        ("mean", "ops.mean"),
        ("ops.max", "ops.max"),
        ("max", "MaxPooling2D"),
        ("add", "Add"),
    ],
)
def test_layers_are_found_by_name_keyword_initials_and_letters(words: str, layer_type: str) -> None:
    catalog = Catalog.load()
    best = min(catalog.layers, key=lambda spec: rank(spec, words))
    assert best.type == layer_type


def test_beginnings_of_names_come_before_those_of_words_and_letters_inside() -> None:
    layers = sorted(Catalog.load().layers, key=lambda spec: rank(spec, "pool"))
    found = [spec.type for spec in layers]
    assert found.index("MaxPooling2D") < found.index("ops.average_pool") < found.index("Concatenate")
    sines = [spec.type for spec in sorted(layers, key=lambda spec: rank(spec, "sin"))]
    assert sines.index("ops.sin") < sines.index("ops.sinh") < sines.index("ops.arcsin")


def test_enter_in_the_search_box_chooses_the_best_layer(palette: Palette, qtbot: QtBot) -> None:
    type_keys(search(palette), "dense")
    with qtbot.waitSignal(palette.layer_chosen) as chosen:
        press_key(search(palette), Qt.Key.Key_Return)
    assert chosen.args == ["Dense"]


def test_down_enters_the_list_where_enter_chooses(palette: Palette, qtbot: QtBot) -> None:
    type_keys(search(palette), "conv")
    press_key(search(palette), Qt.Key.Key_Down)
    assert tree(palette).hasFocus()
    press_key(tree(palette), Qt.Key.Key_Down)
    with qtbot.waitSignal(palette.layer_chosen) as chosen:
        press_key(tree(palette), Qt.Key.Key_Return)
    assert chosen.args == ["Conv1D"]


def test_a_double_click_chooses_and_a_single_one_does_not(palette: Palette, qtbot: QtBot) -> None:
    place = tree(palette).visualRect(layer_index(palette, "Dense")).center()
    viewport = tree(palette).viewport()
    with qtbot.assertNotEmitted(palette.layer_chosen, wait=20):
        click(viewport, place)
    with qtbot.waitSignal(palette.layer_chosen) as chosen:
        QTest.mouseDClick(viewport, Qt.MouseButton.LeftButton, pos=place)
    assert chosen.args == ["Dense"]


def test_a_drag_carries_the_layer_type(palette: Palette) -> None:
    index = layer_index(palette, "Conv2D")
    data = tree(palette).model().mimeData([index])
    assert bytes(data.data(LAYER_MIME).data()) == b"Conv2D"
    assert index.flags() & Qt.ItemFlag.ItemIsDragEnabled


def test_a_layer_that_needs_more_is_muted_and_says_what(palette: Palette) -> None:
    muted = layer_index(palette, "TextVectorization")
    assert "Needs statistics or a vocabulary" in muted.data(Qt.ItemDataRole.ToolTipRole)
    assert muted.data(Qt.ItemDataRole.ForegroundRole) is not None
    assert layer_index(palette, "Dense").data(Qt.ItemDataRole.ForegroundRole) is None


def test_a_search_without_result_says_so(palette: Palette) -> None:
    type_keys(search(palette), "zzzz")
    assert "zzzz" in find(palette, QLabel, "paletteEmpty").text()
    search(palette).clear()
    assert "Conv2D" in shown(palette)


def test_a_preset_is_chosen_by_enter(palette: Palette, qtbot: QtBot) -> None:
    find(palette, QTabWidget, "paletteTabs").setCurrentIndex(1)
    presets = find(palette, QListView, "palettePresets")
    presets.setFocus()
    presets.setCurrentIndex(presets.model().index(1, 0))
    with qtbot.waitSignal(palette.preset_chosen) as chosen:
        press_key(presets, Qt.Key.Key_Return)
    assert chosen.args == ["second"]
