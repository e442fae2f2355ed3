"""Keras's verdict on one layer: what it gives for some inputs, or why it takes none of them.

The layer is made and called symbolically inside `StatelessScope(initialize_variables=False)`, which is
Keras's own judgement and allocates nothing. Verdicts are memoised by layer type, parameters and input specs.
"""

import functools
import json
import math
import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from designer.catalog.values import params_from_json, params_to_json
from designer.compiler.calls import call_layer, make_input
from designer.compiler.catalogs import current_catalog
from designer.compiler.flops import layer_flops
from designer.compiler.masks import spec_of, symbolic, takes_mask
from designer.compiler.memory import BYTES_PER_VALUE
from designer.compiler.messages import clean, sentence
from designer.compiler.receptive import Reach, own_field, reach_of
from designer.compiler.results import NodeAnalysis, TensorSpec, num_values, shape_text
from designer.compiler.tracing import must_be_traced, trace
from designer.compiler.unallocated import unallocated
from designer.compiler.values import make_layer
from designer.errors import BuildError
from designer.graph.elements import Node
from designer.graph.rules import input_ports

if TYPE_CHECKING:
    import keras

# Before Keras's reason: the layer's name, which here is none that the user knows.
_PLACE = re.compile(r"Input \d+ with name '[^']*' of layer '[^']*' is incompatible with the layer: ")
_UNKNOWN_SIZE = re.compile(r"<tf\.Tensor '[^']*' shape=\(\) dtype=int\d+>")


@dataclass(frozen=True, slots=True)
class Call:
    """The inputs of one call of a layer, in port order, and which ports they are connected to."""

    inputs: tuple[TensorSpec, ...]
    ports: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Verdict:
    """What Keras says of a call: an analysis, or why not; its reach; whether a mask is lost there."""

    analysis: NodeAnalysis | None
    reason: str = ""
    hint: str = ""
    reach: Reach | None = None
    loses_mask: bool = False


def forget() -> None:
    """Drop all verdicts."""
    judge_input.cache_clear()
    judge_layer.cache_clear()


def key_of(node: Node) -> str:
    """The parameters of a node, by which its verdicts are remembered."""
    return json.dumps(params_to_json(node.params)) if node.params else "{}"


@functools.lru_cache(maxsize=4096)
def judge_input(params: str) -> Verdict:
    """What an Input gives."""
    try:
        tensor = make_input(None, params_from_json(json.loads(params)))
    except BuildError as error:
        return Verdict(None, sentence(error.message), error.hint)
    spec = TensorSpec(tuple(tensor.shape), str(tensor.dtype))
    num_bytes, own = BYTES_PER_VALUE * num_values(spec.shape), own_field(spec.shape)
    return Verdict(NodeAnalysis((spec,), activation_bytes=num_bytes, receptive_field=own))


def why_unmakeable(node: Node) -> tuple[str, str]:
    """Why a layer can't be made, whatever its inputs will be, and what to do; empty where it can."""
    try:
        make_layer(node.type, None, node.params)
    except BuildError as error:
        return sentence(error.message), error.hint
    return "", ""


@functools.lru_cache(maxsize=65536)
def judge_layer(layer_type: str, params: str, calls: tuple[Call, ...]) -> Verdict:
    """Make the layer, call it once for each entry of `calls`, and say what the last call gives."""
    try:
        return _call_layer(layer_type, params, calls)
    except BuildError as error:
        return Verdict(None, sentence(error.message), error.hint)
    except Exception as error:  # noqa: BLE001 - layers raise ValueError, IndexError, NotImplementedError and others
        return Verdict(None, _reason(error, layer_type, calls[-1]))


def _call_layer(layer_type: str, params: str, calls: tuple[Call, ...]) -> Verdict:
    catalog = current_catalog()
    ports = input_ports(catalog, layer_type)
    with unallocated():
        layer = make_layer(layer_type, None, params_from_json(json.loads(params)))
        with_mask = takes_mask(layer)
        for call in calls:
            tensors = [symbolic(spec, with_mask=with_mask) for spec in call.inputs]
            results = call_layer(layer, ports, tensors, call.ports)
        if any(result is tensor for result in results for tensor in tensors):
            raise BuildError(f"Keras leaves {layer_type} out of a network.", "Use another layer for it.")
        if must_be_traced(catalog, layer_type):
            trace(layer, ports, calls[-1].inputs, calls[-1].ports)
        outputs = tuple(map(spec_of, results))
        reach = reach_of(layer, tuple(spec.shape for spec in calls[-1].inputs))
        loses_mask = not with_mask and any(spec.mask is not None for spec in calls[-1].inputs)
        return Verdict(_count(layer, calls, outputs), reach=reach, loses_mask=loses_mask)


def _reason(error: Exception, layer_type: str, call: Call) -> str:
    reason = _UNKNOWN_SIZE.sub("None", _PLACE.sub("", clean(error)))
    if isinstance(error, ValueError | NotImplementedError):
        return sentence(reason)
    shapes = " and ".join(shape_text(spec.shape) for spec in call.inputs)
    return sentence(f"{layer_type} doesn't take {shapes}: {reason}")


def _count(
    layer: "keras.layers.Layer", calls: tuple[Call, ...], outputs: tuple[TensorSpec, ...]
) -> NodeAnalysis:
    is_first_call = len(calls) == 1
    return NodeAnalysis(
        outputs,
        parameters=_num_scalars(layer.weights) if is_first_call else 0,
        trainable=_num_scalars(layer.trainable_weights) if is_first_call else 0,
        flops=layer_flops(layer, calls[-1].inputs, outputs),
        activation_bytes=BYTES_PER_VALUE * sum(num_values(spec.shape) for spec in outputs),
    )


def _num_scalars(variables: "Iterable[keras.Variable]") -> int:
    return sum(math.prod(variable.shape) for variable in variables)
