"""Renaming the selected node on its card."""

from collections.abc import Callable, Mapping

from PySide6.QtCore import QRectF

from designer.document.weight_names import rename_node
from designer.ui.canvas.in_place import Text
from designer.ui.canvas.view import CanvasView


def rename(view: CanvasView) -> None:
    """Open a field over the selected node for its name."""
    content, (node_id,) = view.tools.content, view.selected_ids()
    document = content.document

    def area() -> QRectF | None:
        return content.rect(node_id) if node_id in content.index else None

    def accept(name: str) -> None:
        document.push(rename_node(document, node_id, name))

    name = document.graph.node(node_id).name
    view.in_place.edit(Text(f"Name of {name}", name, area, accept))


ACTIONS: Mapping[str, Callable[[CanvasView], None]] = {"rename": rename}
