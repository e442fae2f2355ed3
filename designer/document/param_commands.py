"""Parameters of many layers set at once, as a command; see `designer.document.commands`."""

from collections.abc import Hashable, Mapping
from dataclasses import dataclass, replace

from designer.catalog.values import Params
from designer.document import changes
from designer.document.commands import Command
from designer.document.state import Sheet


@dataclass(frozen=True)
class SetManyParams:
    """Give nodes other parameters; `field` says which one is being typed, so that typing merges."""

    params: Mapping[str, Params]
    field: str = ""

    @property
    def text(self) -> str:
        plural = "s"[: len(self.params) != 1]
        return f"Change {self.field or 'parameters'} of {len(self.params)} layer{plural}"

    @property
    def merge_key(self) -> Hashable:
        return ("params", *self.params, self.field) if self.field else None

    def apply(self, state: Sheet) -> Command:
        graph = state.graph
        old = [graph.node(node_id) for node_id in self.params]
        for node in old:
            graph.replace_node(replace(node, params=self.params[node.id]))
        state.announce(changes.NodesChanged(tuple(self.params)))
        return SetManyParams({node.id: node.params for node in old}, self.field)
