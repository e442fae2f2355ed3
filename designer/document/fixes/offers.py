"""Which fixes there are for which kind of problem."""

from collections.abc import Callable, Iterator, Mapping

from designer.document.fixes import heads, inputs, layers, merges, structure
from designer.document.fixes.base import Case, Finding, Fix
from designer.errors import GraphError
from designer.graph.facts import Kind

_MAKERS: Mapping[Kind, Callable[[Case, Finding], Iterator[Fix]]] = {
    "empty": inputs.add_input,
    "no_input": inputs.add_input,
    "no_output": inputs.add_output,
    "idle_input": inputs.use_input,
    "unlisted_input": inputs.list_input,
    "input_shape": inputs.fit_data,
    "adaptation": inputs.fit_data,
    "bad_name": structure.rename,
    "same_name": structure.rename,
    "loop": structure.cut_loop,
    "extra_input": structure.cut_extra,
    "unconnected": structure.feed,
    "too_few_inputs": structure.complete,
    "missing_input": structure.complete,
    "wrong_sharing": structure.unshare,
    "dead": structure.remove_dead,
    "no_such_output": layers.use_first_output,
    "unequal_shapes": merges.equalize,
    "large_window": layers.fit_window,
    "wrong_rank": layers.change_rank,
    "unknown_size": layers.settle_size,
    "missing_params": layers.set_missing,
    "unknown_layer": layers.replace_unknown,
    "dense_on_map": layers.flatten,
    "head_units": heads.set_units,
    "head_map": heads.flatten_head,
    "head_activation": heads.set_activation,
}


def fixes_for(case: Case, finding: Finding) -> tuple[Fix, ...]:
    """The fixes for a problem, the most usual first; none where the document has changed too much since."""
    make = _MAKERS.get(finding.kind)
    graph = case.document.graph
    is_stale = finding.node is not None and finding.node not in graph.nodes
    if make is None or is_stale or not all(map(graph.has_edge, finding.facts.edges)):
        return ()
    try:
        return tuple(make(case, finding))
    except GraphError:
        return ()
