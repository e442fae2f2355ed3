"""What blocks found in a network and their parts are called."""

import re
from collections.abc import Collection, Sequence
from itertools import takewhile

from designer.graph.elements import Node
from designer.graph.names import Names, is_name, snake_case, split_number
from designer.graph.wiring import Wiring

_SHORT = {"BatchNormalization": "BN", "LayerNormalization": "LN", "DepthwiseConv2D": "Depthwise"}
_ADD = ("Add", "ops.add")


def block_title(nodes: Sequence[Node], wiring: Wiring, has_own: Collection[str] = ()) -> str:
    """What a block of such nodes is: by its joints, or by its layers where there are few."""
    types = [node.type for node in nodes]
    raw = [layer_type for layer_type in types if layer_type not in has_own]
    if any(layer_type in _ADD for layer_type in raw):
        return _residual_title(nodes, wiring)
    if raw and types[-1] == "Concatenate":
        return "Dense layer" if len(wiring.into[nodes[-1].id]) == 2 else "Inception module"
    if raw and types[-1] == "Multiply" and any("Pooling" in layer_type for layer_type in raw):
        return "Squeeze and excite"
    if len(raw) < len(types):
        return "Stage"
    if "DepthwiseConv2D" in raw:
        return "Inverted bottleneck" if types[0] == "Conv2D" else "Separable convolution"
    return " ".join(_SHORT.get(each, each) for each in types) if len(types) <= 3 else "Block"


def _residual_title(nodes: Sequence[Node], wiring: Wiring) -> str:
    ids = {node.id for node in nodes}
    add = next(node for node in nodes if node.type in _ADD)
    is_direct = any(edge.source not in ids for edge in wiring.into[add.id])
    num_convs = sum("Conv" in node.type for node in nodes) - (not is_direct)
    kind = "Bottleneck" if num_convs >= 3 else "Residual"
    if any(node.type == "DepthwiseConv2D" for node in nodes):
        kind = "Inverted residual"
    return kind if is_direct else f"{kind} with projection"


def inner_names(nodes: Sequence[Node]) -> list[str]:
    """Names inside a block: without what all begin with, numbered anew where Keras numbered them."""
    shared = _shared_beginning([node.name for node in nodes])
    names = Names()
    found = []
    for node in nodes:
        stem, number = split_number(node.name)
        is_numbered = number is not None if node.block_id else stem == snake_case(node.type)
        stem = stem if node.block_id else snake_case(node.type)
        wish = node.name[len(shared) :]
        if not is_name(wish) or is_numbered or wish in names:
            wish = names.fresh(stem if is_name(stem) else "layer")
        names.add(wish)
        found.append(wish)
    return found


def stem_of(block_name: str) -> str:
    """What instances of a block are called: those of `Inverted residual` `inverted_residual`."""
    return re.sub(r"[^A-Za-z0-9]+", "_", block_name).strip("_").lower() or "block"


def instance_stem(names: Sequence[str]) -> str:
    """What all of some names begin with, as a name; empty where they have nothing in common."""
    return _shared_beginning(names).rstrip("_.-")


def _shared_beginning(names: Sequence[str]) -> str:
    """The part up to a joint that all names begin with; empty for one name."""
    if len(names) < 2:
        return ""
    alike = takewhile(lambda letters: len(set(letters)) == 1, zip(*names, strict=False))
    return re.sub(r"[^_.-]*$", "", "".join(letters[0] for letters in alike))
