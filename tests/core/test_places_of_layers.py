"""A layer of the flat network is found on the sheet where it was drawn, by its name."""

import pytest

from designer.graph.expansion import address_of, flat
from tests.core.block_projects import NETWORK


def test_each_layer_in_blocks_is_found_by_its_name() -> None:
    layers = flat(NETWORK).nodes
    assert len(layers) > 40
    assert all(address_of(NETWORK, layer.name) == layer.id for layer in layers)


@pytest.mark.parametrize(
    ("name", "address"),
    [
        ("first", "n2"),
        ("stage_a.residual.3.conv", "n3/n2#3/n2"),
        ("stage_a.residual.3.conv.cell", "n3/n2#3/n2"),
        ("head.dense", "n8/n3"),
        ("gone", None),
        ("", None),
    ],
)
def test_the_way_into_blocks_is_told(name: str, address: str | None) -> None:
    assert address_of(NETWORK, name) == address
