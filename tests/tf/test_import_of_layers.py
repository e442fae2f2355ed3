"""The arguments of every Keras class come back from its config."""

from typing import Any

import numpy as np
import pytest

from designer.catalog.catalog import Catalog
from designer.catalog.spec import LayerSpec, ObjectSpec
from designer.catalog.values import KerasObject, Params, params_from_json, params_to_json
from designer.compiler.importing.values import Values
from designer.compiler.values import make_layer
from tests.tf.catalog_samples import arguments, editor_values, partners, refused

_CATALOG = Catalog.load()
# Their own configs don't make them again: objects among them, a range for a number, another dtype than usual.
_NOT_FROM_CONFIG = {"ELU", "Identity", "RandomShear", "HashedCrossing"}
_LAYERS = [
    spec
    for spec in _CATALOG.layers
    if spec.type not in {"Input", "Lambda", *_NOT_FROM_CONFIG} and not spec.type.startswith("ops.")
]
# What differs from one object to the next.
_OWN = {"seed", "shared_object_id"}


def config_of(layer_type: str, params: Params) -> Any:
    """What Keras says of a layer; None where it can't."""
    try:
        return make_layer(layer_type, "layer", params).get_config()
    except NotImplementedError:
        return None


def anonymous(value: Any) -> Any:
    if isinstance(value, dict):
        own = value.items()
        return {key: anonymous(item) for key, item in own if key not in _OWN and not _is_name(key, item)}
    if isinstance(value, list | tuple):
        return [anonymous(item) for item in value]
    return value.tolist() if isinstance(value, np.ndarray) else value


def _is_name(key: str, value: Any) -> bool:
    """Whether this is the name of an inner layer, which Keras numbers; that of a dtype policy counts."""
    return key == "name" and value not in {"float16", "float32", "mixed_bfloat16"}


def samples(spec: ObjectSpec) -> list[Params]:
    """The least arguments, then with one more of each value that an editor offers."""
    least = arguments(spec)
    found: list[Params] = [least]
    for param in spec.params:
        given = {**least, **partners(spec, param)}
        wrong = refused(spec, param)
        found += [{**given, param.name: value} for value in editor_values(param) if value not in wrong]
    return found


@pytest.mark.parametrize("spec", _LAYERS, ids=lambda spec: spec.type)
def test_a_layer_comes_back_from_its_config(spec: LayerSpec) -> None:
    values = Values(_CATALOG)
    for given in samples(spec):
        config = config_of(spec.type, given)
        if config is None:
            continue
        read = params_from_json(params_to_json(values.params(spec, config)))
        assert anonymous(config_of(spec.type, read)) == anonymous(config), (given, read)
    assert values.take_lost() == []


def test_only_what_differs_is_read() -> None:
    spec = _CATALOG.layer("Conv2D")
    assert spec
    given: Params = {
        "filters": 4,
        "kernel_size": 3,
        "kernel_initializer": KerasObject("HeNormal"),
        "bias_regularizer": KerasObject("L2", {"l2": 0.5}),
    }
    read = Values(_CATALOG).params(spec, make_layer("Conv2D", "layer", given).get_config())
    assert read == {**given, "kernel_size": (3, 3)}
