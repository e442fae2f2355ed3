"""A project: everything a file holds, as one immutable value that may cross threads."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from designer.document.settings import Bookmark, DataSettings, Frame, Note, TrainingSettings, WeightsFile
from designer.graph.elements import GraphSnapshot, natural_key

Position = tuple[float, float]


@dataclass(frozen=True)
class View:
    """How the graph lies on the canvas.

    Args:
        positions: Centre of each node by id, in pixels at 100 % zoom.
        orientation: "vertical" (data flows down) or "horizontal".
        bookmarks: By number.
        blocks: How the inside of each block lies, by the block's id.
        open: Ids of the nodes that stand for a block and show what is in it where they stand.
    """

    positions: Mapping[str, Position] = field(default_factory=dict)
    orientation: str = "vertical"
    notes: tuple[Note, ...] = ()
    frames: tuple[Frame, ...] = ()
    bookmarks: tuple[Bookmark, ...] = ()
    blocks: "Mapping[str, View]" = field(default_factory=dict)
    open: tuple[str, ...] = ()

    def in_order(self) -> "View":
        """The same with positions in canonical order."""
        places = {key: self.positions[key] for key in sorted(self.positions, key=natural_key)}
        ids = sorted(self.blocks, key=natural_key)
        opened = tuple(sorted(self.open, key=natural_key))
        blocks = {key: self.blocks[key].in_order() for key in ids}
        return replace(self, positions=places, blocks=blocks, open=opened)


@dataclass(frozen=True)
class Project:
    """A network with its view, data and training settings."""

    name: str = "Untitled"
    graph: GraphSnapshot = field(default_factory=GraphSnapshot)
    view: View = field(default_factory=View)
    data: DataSettings = field(default_factory=DataSettings)
    training: TrainingSettings = field(default_factory=TrainingSettings)
    weights: WeightsFile | None = None

    def replace(self, **changes: object) -> "Project":
        """A copy with some fields replaced."""
        return replace(self, **changes)  # type: ignore[arg-type]

    def in_order(self) -> "Project":
        """The same with nodes, edges and positions in canonical order."""
        return replace(self, graph=self.graph.in_order(), view=self.view.in_order())

    def save(self, path: str | Path) -> Path:
        """Write the project file, whole or not at all.

        Raises:
            ProjectFileError: The file can't be written; the old one, if any, is untouched.
        """
        from designer.document.files import save_project

        return save_project(self, Path(path))
