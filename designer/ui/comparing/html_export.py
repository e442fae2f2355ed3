"""A comparison as an HTML page with small pictures of the drawings."""

import base64
from pathlib import Path

from designer.catalog.catalog import Catalog
from designer.compiler.results import Analysis
from designer.errors import DesignerError
from designer.training.comparison.page import write_html
from designer.training.comparison.runs import Comparison
from designer.ui.comparing.merged import DrawnDiff, merged
from designer.ui.pictures import PictureOptions, draw_picture
from designer.ui.theme import LIGHT

_MOST_NODES = 400


def export_html(comparison: Comparison, catalog: Catalog, path: Path) -> None:
    """Write the page; any thread may.

    Raises:
        TrainingError: It can't be written.
    """
    pictures = {}
    first = comparison.runs[0].project
    for place, run in enumerate(comparison.runs[1:], start=1):
        if first is None or run.project is None:
            continue
        drawn = merged(first, run.project)
        if len(drawn.project.graph.nodes) <= _MOST_NODES and (picture := _picture(drawn, catalog)):
            pictures[place] = picture
    write_html(comparison, path, pictures)


def _picture(drawn: DrawnDiff, catalog: Catalog) -> str:
    """A picture as an address that holds all of it; empty where there is nothing to draw."""
    try:
        picture = draw_picture(drawn.project, catalog, Analysis(), PictureOptions("svg", LIGHT, drawn=drawn))
    except DesignerError:
        return ""
    return f"data:image/svg+xml;base64,{base64.b64encode(picture.data).decode()}"
