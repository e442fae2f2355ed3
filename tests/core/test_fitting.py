"""Layers are listed by how well they fit the tensor at hand; the guess only orders and hides nothing."""

import pytest

from designer.catalog.catalog import Catalog
from designer.catalog.fitting import by_fitness, fits, wanted_rank


@pytest.fixture(scope="module")
def catalog() -> Catalog:
    return Catalog.load()


@pytest.mark.parametrize(
    ("rank", "first"),
    [
        (2, ("Dense", "Dropout", "Activation")),
        (3, ("Conv1D", "LSTM", "GRU")),
        (4, ("Conv2D", "BatchNormalization", "ReLU", "MaxPooling2D", "Add", "Flatten")),
        (5, ("Conv3D", "BatchNormalization", "ReLU")),
        (None, ("BatchNormalization", "ReLU")),
    ],
)
def test_what_usually_follows_a_tensor_comes_first(
    catalog: Catalog, rank: int | None, first: tuple[str, ...]
) -> None:
    listed = [spec.type for spec in by_fitness(catalog.layers, rank)]
    assert tuple(listed[: len(first)]) == first
    assert sorted(listed) == sorted(spec.type for spec in catalog.layers)


def test_what_takes_another_number_of_axes_comes_last(catalog: Catalog) -> None:
    listed = [spec.type for spec in by_fitness(catalog.layers, 2)]
    misfits = {spec.type for spec in catalog.layers if not fits(spec, 2)}
    assert {"Conv2D", "LSTM", "Input"} <= misfits
    assert set(listed[-len(misfits) :]) == misfits


def test_two_tensors_are_merged_and_none_begins_with_an_input(catalog: Catalog) -> None:
    assert by_fitness(catalog.layers, 4, num_tensors=2)[0].type == "Add"
    assert by_fitness(catalog.layers, None, num_tensors=0)[0].type == "Input"


@pytest.mark.parametrize(
    ("layer_type", "rank"), [("Conv2D", 4), ("GRU", 3), ("TimeDistributed", 0), ("Dense", 0), ("Dropout", 0)]
)
def test_the_rank_is_read_from_the_name(layer_type: str, rank: int) -> None:
    assert wanted_rank(layer_type) == rank
