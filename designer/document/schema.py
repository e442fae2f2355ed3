"""The project file `model-designer/1` as pydantic models: what is accepted, and the published JSON schema."""

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from designer.catalog.values import params_from_json, params_to_json
from designer.document.project import Project, View
from designer.document.settings import Bookmark, DataSettings, Frame, Note, TrainingSettings, WeightsFile
from designer.graph.elements import INPUT, Edge, GraphSnapshot, Node, Output

FORMAT_NAME = "model-designer"
FORMAT_VERSION = 1


_SELDOM_SET = ("shares", "bypassed")

Port = Annotated[int, Field(ge=0, lt=10_000)]


class Record(BaseModel):
    """Base of all records: unknown fields are refused."""

    # Infinity must reach the writer, which refuses it, and not silently become null.
    model_config = ConfigDict(extra="forbid", ser_json_inf_nan="constants")


class NodeRecord(Record):
    """A layer placed in the graph; `params` holds only what differs from Keras's defaults."""

    id: str = Field(min_length=1)
    name: str = Field(min_length=1)
    type: str = Field(min_length=1)
    params: dict[str, Any] = {}
    shares: str | None = None
    bypassed: bool = False

    @classmethod
    def from_node(cls, node: Node) -> "NodeRecord":
        """Write a node as a record."""
        return cls(
            id=node.id,
            name=node.name,
            type=node.type,
            params=params_to_json(node.params),
            shares=node.shares,
            bypassed=node.bypassed,
        )

    def to_node(self) -> Node:
        """Read a node from a record; an Input is never bypassed.

        Raises:
            RequestError: A parameter value has a form that doesn't exist.
        """
        bypassed = self.bypassed and self.type != INPUT
        return Node(self.id, self.name, self.type, params_from_json(self.params), self.shares, bypassed)


def lean(node: dict[str, Any]) -> dict[str, Any]:
    """A dumped node as a file holds it: fields that are seldom set are left out where they aren't."""
    return {
        name: value for name, value in node.items() if name not in _SELDOM_SET or value not in (None, False)
    }


def lean_view(view: dict[str, Any]) -> dict[str, Any]:
    """A dumped view as a file holds it: without a list of no bookmarks, and of each only what it says."""
    usual = Bookmark(number=1).model_dump(mode="json") | {"number": None}
    marks = [
        {name: value for name, value in mark.items() if value != usual[name]} for mark in view["bookmarks"]
    ]
    return {name: value for name, value in view.items() if name != "bookmarks"} | (
        {"bookmarks": marks} if marks else {}
    )


class GraphRecord(Record):
    """Nodes, edges `[source, source_port, target, target_port]`, order of inputs, outputs `[node, port]`."""

    nodes: list[NodeRecord] = []
    edges: list[tuple[str, Port, str, Port]] = []
    blocks: dict[str, Any] = Field(default={}, max_length=0, description="Reserved for composite nodes.")
    inputs: list[str] = []
    outputs: list[tuple[str, Port]] = []


class ViewRecord(Record):
    """How the graph lies on the canvas; `positions` are node centres in pixels at 100 % zoom."""

    orientation: Literal["vertical", "horizontal"] = "vertical"
    positions: dict[str, tuple[float, float]] = {}
    notes: list[Note] = []
    frames: list[Frame] = []
    bookmarks: list[Bookmark] = []


class ProjectRecord(Record):
    """A whole project file."""

    format: str = f"{FORMAT_NAME}/{FORMAT_VERSION}"
    name: str = "Untitled"
    graph: GraphRecord = GraphRecord()
    view: ViewRecord = ViewRecord()
    data: DataSettings = DataSettings()
    training: TrainingSettings = TrainingSettings()
    weights: WeightsFile | None = None

    @classmethod
    def from_project(cls, project: Project) -> "ProjectRecord":
        """Write a project as a record."""
        graph, view = project.graph, project.view
        return cls(
            name=project.name,
            graph=GraphRecord(
                nodes=[NodeRecord.from_node(node) for node in graph.nodes],
                edges=[
                    (edge.source, edge.source_port, edge.target, edge.target_port) for edge in graph.edges
                ],
                inputs=list(graph.inputs),
                outputs=[(output.node, output.port) for output in graph.outputs],
            ),
            view=ViewRecord(
                orientation="horizontal" if view.orientation == "horizontal" else "vertical",
                positions={node_id: (round(x, 1), round(y, 1)) for node_id, (x, y) in view.positions.items()},
                notes=list(view.notes),
                frames=list(view.frames),
                bookmarks=list(view.bookmarks),
            ),
            data=project.data,
            training=project.training,
            weights=project.weights,
        )

    def to_project(self) -> Project:
        """Read a project from a record.

        Raises:
            RequestError: A parameter value has a form that doesn't exist.
        """
        nodes = (node.to_node() for node in self.graph.nodes)
        graph = GraphSnapshot(
            tuple(nodes),
            tuple(Edge(*edge) for edge in self.graph.edges),
            tuple(self.graph.inputs),
            tuple(Output(*output) for output in self.graph.outputs),
        )
        view = self.view
        return Project(
            self.name,
            graph,
            View(
                view.positions,
                view.orientation,
                tuple(view.notes),
                tuple(view.frames),
                tuple(view.bookmarks),
            ),
            self.data,
            self.training,
            self.weights,
        )
