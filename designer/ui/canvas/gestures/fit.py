"""Whether the tensor on an edge that is being drawn fits where it leads: told before the release."""

from designer.document.fixes.base import Case
from designer.document.fixes.hints import misfit
from designer.graph.elements import Edge
from designer.training.fixing import OutputShapes
from designer.ui.canvas.content import Content


def fit_hint(content: Content, edge: Edge) -> str:
    """Why the shapes won't fit, and what will be offered; empty where they fit or aren't known."""
    hint = misfit(Case(content.document, content.catalog, OutputShapes(content.analysis)), edge)
    return f"⚠  {hint}" if hint else ""
