"""The search for nodes, in slices so that typing stays quick, and done again when the network changes."""

from collections.abc import Iterable, Iterator

from PySide6.QtCore import QObject, Signal

from designer.errors import DesignerError
from designer.graph.elements import Node
from designer.graph.opener import MAX_DEPTH
from designer.ui.canvas.content import Content
from designer.ui.canvas.find_words import asks_for_defaults, default_words, matcher, with_defaults, words_of
from designer.ui.slices import Slices

_BATCH = 32
_MOST_INSIDE = 20_000
"""How many nodes in closed blocks are looked at."""


class Search(QObject):
    """What is looked for on a canvas, and which nodes were found.

    Signals:
        found: A search has ended; carries whether it was begun by `look_for`, not by an edit.

    Attributes:
        query: What is looked for; empty for nothing.
        is_regular: Whether it is a regular expression.
        hits: The nodes found, in the order in which data flows down or to the right; those inside closed
            blocks by their paths, such as `n5/n2`.
        reason: Why nothing can be found: one line.
    """

    found = Signal(bool)

    def __init__(self, content: Content, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._content = content
        self._words: dict[str, str] = {}
        self._defaults: dict[str, dict[str, str]] = {}
        self._slices = Slices(self)
        self._slices.done.connect(self._on_done)
        self._is_new = False
        self._last_place = 0
        self.query = ""
        self.is_regular = False
        self.hits: tuple[str, ...] = ()
        self.reason = ""
        content.touched.connect(self._on_touched)
        content.restructured.connect(self._on_restructured)

    @property
    def is_busy(self) -> bool:
        """Whether a search is going on."""
        return self._slices.is_busy

    def look_for(self, query: str, *, is_regular: bool = False, is_new: bool = True) -> None:
        """Begin a search; an empty query finds nothing.

        Args:
            is_new: Whether one may want to be led to what is found.
        """
        self.query, self.is_regular = query.strip(), is_regular
        self._is_new = is_new
        self._begin()

    def stop(self) -> None:
        """Find nothing any more."""
        self.look_for("")

    def place_of(self, node_id: str | None) -> int | None:
        """Which of the hits a node is, from 0; None where it is none."""
        return self.hits.index(node_id) if node_id in self.hits else None

    def step(self, way: int, node_id: str | None) -> tuple[str, bool]:
        """The hit after (1) or before (-1) a node, and whether that went past the end; needs hits.

        Args:
            node_id: Where to begin; where it is no hit, at the one that was left last.
        """
        place = self.place_of(node_id)
        start = self._last_place - (way > 0) if place is None else place
        wanted = start + way
        self._last_place = wanted % len(self.hits)
        return self.hits[self._last_place], not 0 <= wanted < len(self.hits)

    def note(self, node_id: str) -> None:
        """Go on from this hit, even if it is none any more then."""
        place = self.place_of(node_id)
        if place is not None:
            self._last_place = place

    def _begin(self, *, is_later: bool = False) -> None:
        self.reason = ""
        self._slices.begin(self._search(), is_later=is_later)

    def _on_done(self) -> None:
        is_new, self._is_new = self._is_new, False
        self._last_place = 0 if is_new else min(self._last_place, max(0, len(self.hits) - 1))
        self.found.emit(is_new)

    def _search(self) -> Iterator[None]:
        """Sets `hits` at its end, or the reason why there can't be any."""
        try:
            yield from self._look()
        except DesignerError as error:
            self.hits, self.reason = (), str(error)

    def _look(self) -> Iterator[None]:
        if not self.query:
            self.hits = ()
            return
        is_hit = matcher(self.query, is_regular=self.is_regular)
        has_defaults = asks_for_defaults(self.query)
        ids, found = list(self._content.ids), list[str]()
        for start in range(0, len(ids), _BATCH):
            batch = ids[start : start + _BATCH]
            found += [node_id for node_id in batch if is_hit(self._text(node_id, has_defaults=has_defaults))]
            yield
        for inside in self._in_closed_blocks():
            found += [path for path, node in inside if is_hit(self._words_inside(path, node))]
            yield
        self.hits = self._in_order(found)

    def _in_closed_blocks(self) -> Iterator[list[tuple[str, Node]]]:
        """What is in blocks that aren't open, each node by its path, a batch for each block."""
        content = self._content
        document, count = content.document, 0
        closed = [node for node in document.graph.nodes.values() if node.block_id]
        rest = [(node.id, node.block_id) for node in closed if node.id not in content.open_ids]
        for path, block_id in rest:
            block = document.block(block_id)
            if block is None or path.count("/") > MAX_DEPTH or count > _MOST_INSIDE:
                continue
            inner = [(f"{path}/{node.id}", node) for node in block.graph.nodes]
            rest += [(key, node.block_id) for key, node in inner if node.block_id]
            count += len(inner)
            yield inner

    def _words_inside(self, path: str, node: Node) -> str:
        content = self._content
        return words_of(node, content.catalog.layer(node.type), content.analysis.nodes.get(path))

    def _text(self, node_id: str, *, has_defaults: bool) -> str:
        node = self._content.document.graph.nodes.get(node_id)
        if node is None:
            return ""
        spec = self._content.catalog.layer(node.type)
        if node_id not in self._words:
            self._words[node_id] = words_of(node, spec, self._content.analysis.nodes.get(node_id))
        if not has_defaults or spec is None:
            return self._words[node_id]
        if node.type not in self._defaults:
            self._defaults[node.type] = default_words(spec)
        return with_defaults(self._words[node_id], node, self._defaults[node.type])

    def _in_order(self, node_ids: Iterable[str]) -> tuple[str, ...]:
        content = self._content
        centers = {node_id: content.center(content.shown_at(node_id)) for node_id in node_ids}
        along = 1 if content.is_vertical else 0
        return tuple(
            sorted(centers, key=lambda node_id: (centers[node_id][along], centers[node_id][1 - along]))
        )

    def _on_touched(self, node_ids: set[str] | None) -> None:
        if node_ids is None:
            self._words.clear()
        else:
            for node_id in node_ids:
                self._words.pop(node_id, None)

    def _on_restructured(self) -> None:
        """Search again once the edit is over."""
        if self.query:
            self._begin(is_later=True)
