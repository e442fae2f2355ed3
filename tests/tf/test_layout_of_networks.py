"""Real networks are drawn without a flaw."""

import pytest

from benchmarks.resnet152 import resnet152
from designer.document.presets import load_preset
from designer.graph.elements import GraphSnapshot
from designer.graph.layout import layout
from tests.core.drawings import crossings, cuts, straight_share
from tests.tf.keras_graphs import inception_v3


@pytest.fixture(scope="module")
def networks() -> dict[str, GraphSnapshot]:
    return {
        "WRN-40-2": load_preset("wide_resnet", num_convs=40, width=2).graph,
        "ResNet-152": resnet152().graph,
        "InceptionV3": inception_v3(),
    }


@pytest.mark.parametrize("orientation", ["vertical", "horizontal"])
@pytest.mark.parametrize("name", ["WRN-40-2", "ResNet-152", "InceptionV3"])
def test_the_trunk_is_straight_and_edges_are_free(
    networks: dict[str, GraphSnapshot], name: str, orientation: str
) -> None:
    drawn = layout(networks[name], orientation=orientation)
    assert straight_share(networks[name], drawn, orientation) == 1.0
    assert cuts(drawn, {}) == []
    assert crossings(drawn) == []
