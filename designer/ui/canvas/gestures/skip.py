"""The skip connection: an edge drawn onto a later edge, where an Add joins the two flows."""

from designer.document.commands import AddNodes, Command, Together
from designer.errors import DesignerError
from designer.graph.elements import Edge
from designer.ui.canvas.gestures.base import Target, Tools
from designer.ui.canvas.ports import Port


def skip_target(tools: Tools, source: Port, edge: Edge) -> Target:
    """What letting go over a later edge would do, or why it can't be."""
    position = tools.content.routes.middle(edge)
    try:
        command = tools.editing.skip_command(source.node, source.number, edge)
    except DesignerError as error:
        return Target(position, refusal=str(error))
    return Target(position, command, hint=_hint(command), opened_edge=edge)


def _hint(command: Command) -> str:
    parts = command.commands if isinstance(command, Together) else [command]
    added = [node.type for part in parts if isinstance(part, AddNodes) for node in part.nodes]
    projections = [layer_type for layer_type in added if layer_type != "Add"]
    extra = f", with a {projections[0]} that makes the shapes equal" if projections else ""
    return f"Add a skip connection here{extra}"
