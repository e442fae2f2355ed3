"""Repeated structure: which layers of a flat network are the same block again and again.

The search is greedy: it takes the structure that saves a reader most, puts instances in its place, and looks
again, so that blocks of blocks are found too. Everything is computed on snapshots, for any thread.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from designer.catalog.catalog import Catalog
from designer.catalog.spec import ParamSpec
from designer.graph.elements import Block, GraphSnapshot, Node, Output
from designer.graph.folding import inner_graph
from designer.graph.foldings import Folding, Ids, Place, applied
from designer.graph.regions import Stretch, stretches
from designer.graph.repeat_names import block_title, inner_names, instance_stem, stem_of
from designer.graph.repeat_params import REPEAT, Differences, differences
from designer.graph.repeat_words import Spelling, Word, nodes_of, words
from designer.graph.wiring import Wiring

_MOST_PASSES = 40
_MOST_VISITS = 20_000  # nodes looked at in all passes
_MOST_PARAMS = 6
_MOST_PORTS = 3
_LEAST_SAVED = 0.4
_COST_OF_PARAM = 0.5
_COST_OF_ONE_LAYER = 4.0
_INNER = 0.75
_MIXED = 0.6
_NEW = "~"
_LARGEST_GRAPH = 20_000


def find_repeats(graph: GraphSnapshot, catalog: Catalog) -> tuple[Folding, ...]:
    """Propose blocks for what is repeated in a network, to be applied in this order.

    Args:
        graph: A network; instances of blocks in it are taken as layers.
        catalog: Gives kinds and defaults of parameters.
    """
    if len(graph.nodes) > _LARGEST_GRAPH:
        return ()
    return tuple(_Search(graph, catalog).run())


@dataclass(frozen=True)
class _Find:
    """A word that could become a block, and what that would save."""

    nodes: tuple[Ids, ...]
    runs: tuple[tuple[int, ...], ...]
    exits: tuple[tuple[int, int], ...]
    differences: Differences
    score: float


class _Search:
    def __init__(self, graph: GraphSnapshot, catalog: Catalog) -> None:
        self._graph = graph
        self._catalog = catalog
        self._spelling = Spelling(catalog)
        self._own: dict[str, Sequence[ParamSpec]] = {block.type: block.params for block in graph.blocks}
        self._titles = {block.name for block in graph.blocks}
        self._num_places = 0
        self._shared = {node.shares for node in graph.nodes} | {
            node.id for node in graph.nodes if node.shares
        }

    def run(self) -> Iterator[Folding]:
        num_left = _MOST_VISITS
        for _ in range(_MOST_PASSES):
            num_left -= len(self._graph.nodes)
            wiring = Wiring(self._graph)
            find = self._best(wiring)
            if find is None:
                return
            folding = self._folding(find, wiring)
            self._graph = applied(self._graph, folding, wiring)
            yield folding
            if num_left < 0:
                return

    def _best(self, wiring: Wiring) -> _Find | None:
        found = stretches(wiring)
        layers = {
            node.id: self._spelling.layer(node, is_shared=node.id in self._shared)
            for node in self._graph.nodes
        }
        best: _Find | None = None
        least = _LEAST_SAVED
        for word in words(found, self._spelling, layers, wiring):
            if word.most_saved <= least:
                break
            find = self._judged(word, found, layers, wiring)
            if find and find.score > least:
                best, least = find, find.score
        return best

    def _judged(
        self, word: Word, found: Sequence[Stretch], layers: Mapping[str, int], wiring: Wiring
    ) -> _Find | None:
        places = [nodes_of(found[number], at, word.length) for number, at in word.starts]
        kind = self._spelling.wired(places[0], layers, wiring)
        kept = [
            (start, nodes)
            for start, nodes in zip(word.starts, places, strict=True)
            if self._spelling.wired(nodes, layers, wiring) == kind
        ]
        nodes = tuple(ids for _, ids in kept)
        exits = _exits(nodes, wiring)
        if len(kept) < 2 or len(exits) > _MOST_PORTS or len(wiring.sources(nodes[0])) > _MOST_PORTS:
            return None
        occurrences = [[wiring.nodes[node_id] for node_id in ids] for ids in nodes]
        found_differences = differences(occurrences, self._catalog, self._own)
        if found_differences is None or len(found_differences.params) > _MOST_PARAMS:
            return None
        starts = [start for start, _ in kept]
        runs = tuple(_runs(starts, word.length, nodes, found_differences, exits, wiring))
        saved = len(kept) * word.num_nodes - len(runs) - word.num_nodes
        score = saved - _COST_OF_PARAM * len(found_differences.params)
        score -= _COST_OF_ONE_LAYER if word.num_nodes == 1 else 0
        num_inner = sum(found[number].depth > 0 for number, _ in starts)
        score *= _INNER if 2 * num_inner > len(starts) else 1
        score *= _MIXED if self._is_mixed(word, found, nodes[0]) else 1
        return _Find(nodes, runs, exits, found_differences, score * _beginning(word, found, wiring))

    def _is_mixed(self, word: Word, found: Sequence[Stretch], nodes: Ids) -> bool:
        """Whether there are regions that had better become blocks of their own first."""
        stretch, at = word.starts[0]
        num_regions = sum(len(item) > 1 for item in found[stretch].items[at : at + word.length])
        return num_regions > 1 or (num_regions == 1 and any(node_id.startswith(_NEW) for node_id in nodes))

    def _folding(self, find: _Find, wiring: Wiring) -> Folding:
        first = [wiring.nodes[node_id] for node_id in find.nodes[0]]
        title = self._title(first, wiring)
        names = inner_names(first)
        inner = [
            _with_expressions(replace(node, name=name), number, find.differences)
            for number, (node, name) in enumerate(zip(first, names, strict=True))
        ]
        sources = wiring.sources(find.nodes[0])
        exits = [Output(find.nodes[0][number], port) for number, port in find.exits]
        ports = [f"x{number or ''}" if len(sources) > 1 else "x" for number in range(len(sources))]
        ports = [name if name not in names else f"{name}_in" for name in ports]
        graph, _ = inner_graph(inner, wiring, sources, exits, ports)
        block = Block(f"{_NEW}{len(self._own) + 1}", title, find.differences.params, graph)
        self._own[block.type] = block.params
        return Folding(block, tuple(self._places(find, block, wiring)), find.exits)

    def _title(self, nodes: Sequence[Node], wiring: Wiring) -> str:
        wish = block_title(nodes, wiring, set(self._own))
        title, number = wish, 2
        while title in self._titles:
            title, number = f"{wish} {number}", number + 1
        self._titles.add(title)
        return title

    def _places(self, find: _Find, block: Block, wiring: Wiring) -> Iterator[Place]:
        for run in find.runs:
            self._num_places += 1
            copies = tuple(find.nodes[number] for number in run)
            name = instance_stem([wiring.nodes[node_id].name for node_id in copies[0]])
            params = find.differences.values[run[0]] if find.differences.values else {}
            yield Place(f"{_NEW}{self._num_places}", name or stem_of(block.name), copies, params)


def _with_expressions(node: Node, number: int, found: Differences) -> Node:
    inner = {name: text for (place, name), text in found.inner.items() if place == number}
    if not inner:
        return node
    repeat = inner.pop(REPEAT, node.repeat)
    return replace(node, params={**node.params, **inner}, repeat=repeat)


def _exits(places: Sequence[Ids], wiring: Wiring) -> tuple[tuple[int, int], ...]:
    found: set[tuple[int, int]] = set()
    for ids in places:
        number = {node_id: at for at, node_id in enumerate(ids)}
        found.update((number[output.node], output.port) for output in wiring.exits(number))
    return tuple(sorted(found))


def _runs(
    starts: Sequence[tuple[int, int]],
    length: int,
    places: Sequence[Ids],
    found: Differences,
    exits: Sequence[tuple[int, int]],
    wiring: Wiring,
) -> Iterator[tuple[int, ...]]:
    """Occurrences with equal values that feed each other and nothing else, as one repeated instance each."""
    run = [0]
    for number in range(1, len(starts)):
        (stretch, at), (before, last) = starts[number], starts[number - 1]
        is_next = stretch == before and at == last + length
        are_equal = not found.values or repr(found.values[number]) == repr(found.values[number - 1])
        if is_next and are_equal and _feeds_only(places[number - 1], places[number], exits, wiring):
            run.append(number)
        else:
            yield tuple(run)
            run = [number]
    yield tuple(run)


def _feeds_only(one: Ids, other: Ids, exits: Sequence[tuple[int, int]], wiring: Wiring) -> bool:
    if len(exits) != 1:
        return False
    output = Output(one[exits[0][0]], exits[0][1])
    following = set(other)
    users = {edge.target for edge in wiring.out_of[output.node] if edge.source_port == output.port}
    is_alone = users - set(one) <= following and output not in wiring.is_output
    return is_alone and wiring.sources(other) == [output]


def _beginning(word: Word, found: Sequence[Stretch], wiring: Wiring) -> float:
    """A word that begins where a reader would is worth more: with a region, or a layer with weights."""
    stretch, at = word.starts[0]
    first = found[stretch].items[at]
    layer_type = wiring.nodes[first[0]].type
    if layer_type.startswith("block:"):
        return 1.0 if wiring.nodes[first[0]].repeat == 1 else 0.95  # stages begin with what is there once
    if len(first) > 1:
        return 1.0
    if "Normalization" in layer_type:
        before = found[stretch].items[at - 1] if at else ()
        is_after_joint = len(before) > 1 or any(node_id.startswith(_NEW) for node_id in before)
        return 1.0 if is_after_joint else 0.9
    is_weighted = any(word in layer_type for word in ("Conv", "Dense", "LSTM", "GRU", "Padding", "Pooling"))
    return 0.97 if is_weighted else 0.8
