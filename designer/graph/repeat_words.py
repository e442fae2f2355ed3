"""Sequences as words: which layers in which wiring come again in the same order."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from heapq import nlargest

from designer.catalog.catalog import Catalog
from designer.graph.elements import INPUT, Node
from designer.graph.regions import Item, Stretch
from designer.graph.repeat_params import may_differ
from designer.graph.wiring import Wiring

_LONGEST = 24
_MOST_WORDS = 64

Start = tuple[int, int]
"""A stretch by its place, and where in it a word begins."""


@dataclass(frozen=True)
class Word:
    """The same items in a row, at several places that don't overlap.

    Args:
        length: How many items.
        num_nodes: How many nodes they hold.
        starts: Where it begins, in order.
    """

    length: int
    num_nodes: int
    starts: tuple[Start, ...]

    @property
    def most_saved(self) -> int:
        """How many nodes fewer there may be to read, if all occurrences become one instance."""
        return (len(self.starts) - 1) * self.num_nodes - 1


class Spelling:
    """Numbers for what is alike: layers but for parameters that may differ, and items made of such layers.

    Args:
        catalog: Gives the defaults of parameters.
    """

    def __init__(self, catalog: Catalog) -> None:
        self._catalog = catalog
        self._numbers: dict[object, int] = {}
        self._layers: dict[str, tuple[Node, int]] = {}

    def layer(self, node: Node, *, is_shared: bool) -> int:
        """The number of a layer; of an Input or one that is called several times, a number of its own."""
        known = self._layers.get(node.id)
        if known and known[0] is node:
            return known[1]
        number = self._number((node.type, node.id) if is_shared or node.type == INPUT else self._said(node))
        self._layers[node.id] = node, number
        return number

    def wired(self, nodes: Sequence[str], layers: Mapping[str, int], wiring: Wiring) -> int:
        """The number of some nodes with the edges among them and into them."""
        place = {node_id: number for number, node_id in enumerate(nodes)}
        entries: dict[tuple[str, int], int] = {}
        said: list[object] = []
        for node_id in nodes:
            said.append(layers[node_id])
            for edge in wiring.into[node_id]:
                source = place.get(edge.source)
                if source is None:
                    source = ~entries.setdefault((edge.source, edge.source_port), len(entries))
                said.append((edge.target_port, source, edge.source_port))
        return self._number(tuple(said))

    def _said(self, node: Node) -> object:
        if not node.params:
            return node.type, node.bypassed
        spec = self._catalog.layer(node.type)
        fixed: list[tuple[str, str]] = []
        for name, value in sorted(node.params.items()):
            param = spec.param(name) if spec else None
            if not may_differ(name, value):
                if param is None or param.required or value != param.default:
                    fixed.append((name, repr(value)))
            elif param is None and not node.block_id:
                fixed.append((name, ""))  # it has to be there, since nobody knows its default
        return node.type, node.bypassed, tuple(fixed)

    def _number(self, said: object) -> int:
        return self._numbers.setdefault(said, len(self._numbers))


def words(
    stretches: Sequence[Stretch], spelling: Spelling, layers: Mapping[str, int], wiring: Wiring
) -> list[Word]:
    """What comes again in some sequences, that first which may save most."""
    spelt = [[spelling.wired(item, layers, wiring) for item in stretch.items] for stretch in stretches]
    found = (word for word in _all_words(stretches, spelt) if len(word.starts) > 1)
    return nlargest(_MOST_WORDS, found, key=lambda word: word.most_saved)


def _all_words(stretches: Sequence[Stretch], spelt: Sequence[Sequence[int]]) -> Iterator[Word]:
    """Words of one item first, then those of one more that still come again."""
    groups: dict[tuple[int, int], list[Start]] = defaultdict(list)
    for number, letters in enumerate(spelt):
        for at, letter in enumerate(letters):
            groups[0, letter].append((number, at))
    for length in range(1, _LONGEST + 1):
        following: dict[tuple[int, int], list[Start]] = defaultdict(list)
        for number, starts in enumerate(groups.values()):
            if len(starts) < 2:
                continue
            stretch, at = starts[0]
            letters = spelt[stretch][at : at + length]
            if not _is_power(letters):
                items = stretches[stretch].items[at : at + length]
                yield Word(length, sum(map(len, items)), tuple(_apart(starts, length)))
            for start in starts:
                end = start[1] + length
                if end < len(spelt[start[0]]):
                    following[number, spelt[start[0]][end]].append(start)
        groups = following


def _apart(starts: Sequence[Start], length: int) -> Iterator[Start]:
    """Those that don't overlap one before."""
    stretch, free = -1, 0
    for start in starts:
        if start[0] != stretch or start[1] >= free:
            stretch, free = start[0], start[1] + length
            yield start


def _is_power(letters: Sequence[int]) -> bool:
    """Whether a word is a shorter one several times over."""
    length = len(letters)
    return any(
        length % part == 0 and all(letters[at] == letters[at % part] for at in range(part, length))
        for part in range(1, length // 2 + 1)
    )


def nodes_of(stretch: Stretch, at: int, length: int) -> Item:
    """The nodes of a word at one place, in an order that is the same at all places."""
    return tuple(node_id for item in stretch.items[at : at + length] for node_id in item)
