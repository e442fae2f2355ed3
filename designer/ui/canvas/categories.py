"""Which palette category each node has, as names and, for drawing many, as numbers."""

from collections.abc import Iterable, Mapping, Sequence

import numpy as np
import numpy.typing as npt

from designer.catalog.catalog import Catalog
from designer.graph.block_specs import families
from designer.graph.elements import Node


class Categories:
    """Keeps the categories of nodes.

    Attributes:
        of: By node; empty for a type that the catalogue doesn't know.
    """

    def __init__(self) -> None:
        self._kinds: npt.NDArray[np.int16] | None = None
        self.of: dict[str, str] = {}

    def read(self, nodes: Mapping[str, Node], catalog: Catalog) -> None:
        """Find all of them anew."""
        types = {node.type for node in nodes.values()}
        by_type = {layer_type: _category(layer_type, catalog) for layer_type in types}
        self.of, self._kinds = {node.id: by_type[node.type] for node in nodes.values()}, None

    def note(self, node_ids: Iterable[str], nodes: Mapping[str, Node], catalog: Catalog) -> None:
        """Find those of some nodes anew, which may have gone."""
        for node_id in node_ids:
            if node := nodes.get(node_id):
                self.of[node_id] = _category(node.type, catalog)
            else:
                self.of.pop(node_id, None)
        self._kinds = None

    def kinds(self, ids: Sequence[str], nodes: Mapping[str, Node], catalog: Catalog) -> npt.NDArray[np.int16]:
        """The place of each node's category among the families; below 0 of a bypassed one."""
        if self._kinds is None:
            numbers = {category: number for number, category in enumerate(families(catalog))}
            found = [numbers.get(self.of[node_id], 0) for node_id in ids]
            bypassed = [nodes[node_id].bypassed for node_id in ids]
            kinds = np.array(found, dtype=np.int16)
            self._kinds = np.where(bypassed, ~kinds, kinds) if any(bypassed) else kinds
        return self._kinds


def _category(layer_type: str, catalog: Catalog) -> str:
    spec = catalog.layer(layer_type)
    return spec.category if spec else ""
