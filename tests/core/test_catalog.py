"""The catalogue that ships: complete, readable without Keras, and written so that it can be read back."""

from pathlib import Path

import pytest

from designer.catalog.catalog import OBJECTS_OF_PARAM, Catalog
from designer.catalog.spec import LayerSpec
from designer.errors import RequestError

_CATALOG = Catalog.load()

each_layer = pytest.mark.parametrize("spec", _CATALOG.layers, ids=lambda spec: spec.type)


def test_every_layer_and_helper_is_there() -> None:
    assert len(_CATALOG.layers) >= 130
    least = {
        "optimizers": 15,
        "losses": 20,
        "metrics": 40,
        "initializers": 15,
        "regularizers": 4,
        "schedules": 6,
    }
    assert {kind: len(getattr(_CATALOG, kind)) >= number for kind, number in least.items()} == dict.fromkeys(
        least, True
    )
    assert {"relu", "softmax", "gelu"} <= set(_CATALOG.activations)


def test_layers_come_family_by_family() -> None:
    assert tuple(dict.fromkeys(spec.category for spec in _CATALOG.layers)) == _CATALOG.categories
    places = [_CATALOG.categories.index(spec.category) for spec in _CATALOG.layers]
    assert places == sorted(places)


def test_no_type_is_listed_twice() -> None:
    names = [name for spec in _CATALOG.layers for name in (spec.type, *spec.aliases)]
    assert len(names) == len(set(names))


@each_layer
def test_layer_is_described(spec: LayerSpec) -> None:
    assert spec.title
    assert 0 < len(spec.summary) <= 70
    assert "  " not in spec.summary
    assert not spec.summary.endswith(".")


@each_layer
def test_headline_names_parameters_in_view(spec: LayerSpec) -> None:
    params = [spec.param(name) for name in spec.headline]
    assert all(param is not None and not param.advanced for param in params)
    assert len(params) <= 3


@each_layer
def test_required_parameters_are_in_view(spec: LayerSpec) -> None:
    assert not [param.name for param in spec.params if param.required and param.advanced]


@each_layer
def test_defaults_lie_within_their_limits(spec: LayerSpec) -> None:
    for param in spec.params:
        if isinstance(param.default, int | float) and not param.required:
            assert param.minimum is None or param.default >= param.minimum
            assert param.maximum is None or param.default <= param.maximum
        if param.kind == "choice" and param.default is not None:
            assert param.default in param.choices


def test_kinds_that_hold_objects_find_them() -> None:
    assert all(_CATALOG.objects(kind) for kind in OBJECTS_OF_PARAM.values())


@pytest.mark.parametrize(
    ("alias", "layer_type"),
    [("Convolution2D", "Conv2D"), ("GroupedQueryAttention", "GroupQueryAttention"), ("InputLayer", "Input")],
)
def test_layer_is_found_by_alias(alias: str, layer_type: str) -> None:
    spec = _CATALOG.layer(alias)
    assert spec is not None
    assert spec.type == layer_type


def test_keras_words_for_helpers_are_found() -> None:
    words = {
        param.default for spec in _CATALOG.layers for param in spec.params if param.kind == "initializer"
    }
    assert words >= {"glorot_uniform", "zeros", "orthogonal"}
    assert all(_CATALOG.object("initializers", str(word)) for word in words)
    loss = _CATALOG.object("losses", "mse")
    assert loss is not None
    assert loss.type == "MeanSquaredError"


def test_unknown_types_are_none() -> None:
    assert _CATALOG.layer("Dens") is None
    assert _CATALOG.object("optimizers", "Adm") is None


def test_catalogue_survives_the_file(tmp_path: Path) -> None:
    _CATALOG.save(tmp_path / "catalog.json")
    assert Catalog.load(tmp_path / "catalog.json") == _CATALOG


@pytest.mark.parametrize("text", ["", "{", '{"keras_version": "3"}'])
def test_damaged_catalogue_says_what_to_do(tmp_path: Path, text: str) -> None:
    (tmp_path / "catalog.json").write_text(text)
    with pytest.raises(RequestError, match="Install Model Designer again"):
        Catalog.load(tmp_path / "catalog.json")


def test_no_sentence_of_keras_is_stored() -> None:
    text = _CATALOG.model_dump_json()
    assert not any(sentence in text for sentence in ("Defaults to", "whether the layer", "dimensionality of"))
