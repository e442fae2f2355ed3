"""From a file to a document that can be shown: call it on a worker thread, since it may take a while."""

from dataclasses import replace
from pathlib import Path

from designer.document.document import Document
from designer.document.files import open_project
from designer.document.project import Project
from designer.graph.layout import layout


def open_document(path: Path) -> Document:
    """Read a project file; nodes without a position get one by the tidy layout.

    Raises:
        ProjectFileError: The file can't be read, or is no project.
    """
    return Document(placed(open_project(path)), path)


def placed(project: Project) -> Project:
    """The same project with a position for every node; those that have one keep it."""
    view, graph = project.view, project.graph
    if all(node.id in view.positions for node in graph.nodes):
        return project
    found = layout(graph, orientation=view.orientation).positions
    return replace(project, view=replace(view, positions={**found, **view.positions}))
