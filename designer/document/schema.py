"""The project file `model-designer/1` as pydantic models: what is accepted, and the published JSON schema."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from designer.catalog.spec import ParamSpec
from designer.catalog.values import Expr, params_from_json, params_to_json
from designer.document.project import Project, View
from designer.document.settings import Bookmark, DataSettings, Frame, Note, TrainingSettings, WeightsFile
from designer.graph.blocks import MOST_COPIES
from designer.graph.elements import INPUT, Block, Edge, GraphSnapshot, Node, Output

FORMAT_NAME = "model-designer"
FORMAT_VERSION = 1


_SELDOM_SET: Mapping[str, Any] = {"shares": None, "bypassed": False, "repeat": 1}

Port = Annotated[int, Field(ge=0, lt=10_000)]


class Record(BaseModel):
    """Base of all records: unknown fields are refused."""

    # Infinity must reach the writer, which refuses it, and not silently become null.
    model_config = ConfigDict(extra="forbid", ser_json_inf_nan="constants")


class ExpressionRecord(Record):
    """A number computed from the parameters of the block around it."""

    expr: str


class NodeRecord(Record):
    """A layer placed in the graph; `params` holds only what differs from Keras's defaults."""

    id: str = Field(min_length=1)
    name: str = Field(min_length=1)
    type: str = Field(min_length=1)
    params: dict[str, Any] = {}
    shares: str | None = None
    bypassed: bool = False
    repeat: Annotated[int, Field(ge=1, le=MOST_COPIES)] | ExpressionRecord = 1

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
            repeat=ExpressionRecord(expr=node.repeat.text) if isinstance(node.repeat, Expr) else node.repeat,
        )

    def to_node(self) -> Node:
        """Read a node from a record; an Input is never bypassed.

        Raises:
            RequestError: A parameter value has a form that doesn't exist.
        """
        bypassed = self.bypassed and self.type != INPUT
        repeat = Expr(self.repeat.expr) if isinstance(self.repeat, ExpressionRecord) else self.repeat
        params = params_from_json(self.params)
        return Node(self.id, self.name, self.type, params, self.shares, bypassed, repeat)


def lean(node: dict[str, Any]) -> dict[str, Any]:
    """A dumped node as a file holds it: fields that are seldom set are left out where they aren't."""
    return {
        name: value for name, value in node.items() if name not in _SELDOM_SET or value != _SELDOM_SET[name]
    }


def lean_view(view: dict[str, Any]) -> dict[str, Any]:
    """A dumped view as a file holds it: without what is seldom there, and of bookmarks only what they say."""
    usual = Bookmark(number=1).model_dump(mode="json") | {"number": None}
    marks = [
        {name: value for name, value in mark.items() if value != usual[name]} for mark in view["bookmarks"]
    ]
    seldom = {"bookmarks": marks, "open": view["open"]}
    return {name: value for name, value in view.items() if name not in seldom} | {
        name: value for name, value in seldom.items() if value
    }


class DrawnGraphRecord(Record):
    """Nodes, edges `[source, source_port, target, target_port]`, order of inputs, outputs `[node, port]`."""

    nodes: list[NodeRecord] = []
    edges: list[tuple[str, Port, str, Port]] = []
    inputs: list[str] = []
    outputs: list[tuple[str, Port]] = []

    def to_graph(self, blocks: tuple[Block, ...] = ()) -> GraphSnapshot:
        """Read a graph from a record.

        Raises:
            RequestError: A parameter value has a form that doesn't exist.
        """
        nodes = tuple(node.to_node() for node in self.nodes)
        edges = tuple(Edge(*edge) for edge in self.edges)
        outputs = tuple(Output(*output) for output in self.outputs)
        return GraphSnapshot(nodes, edges, tuple(self.inputs), outputs, blocks)


def graph_fields(graph: GraphSnapshot) -> dict[str, Any]:
    """What the record of a graph holds, but for its blocks."""
    return {
        "nodes": [NodeRecord.from_node(node) for node in graph.nodes],
        "edges": [(edge.source, edge.source_port, edge.target, edge.target_port) for edge in graph.edges],
        "inputs": list(graph.inputs),
        "outputs": [(output.node, output.port) for output in graph.outputs],
    }


class BlockRecord(DrawnGraphRecord):
    """A block: a graph whose Inputs are its input ports, and the parameters that each instance can set."""

    name: str = Field(min_length=1)
    text: str = ""
    nested: bool = Field(default=False, description="Built as a nested keras.Model.")
    params: list[ParamSpec] = []

    @classmethod
    def from_block(cls, block: Block) -> "BlockRecord":
        """Write a block as a record."""
        return cls(
            name=block.name,
            text=block.text,
            nested=block.is_nested,
            params=list(block.params),
            **graph_fields(block.graph),
        )

    def to_block(self, block_id: str) -> Block:
        """Read a block from a record; see `DrawnGraphRecord.to_graph`."""
        return Block(block_id, self.name, tuple(self.params), self.to_graph(), self.nested, self.text)


def lean_block(block: BlockRecord) -> dict[str, Any]:
    """A block as a file holds it, its nodes and edges last: only what is said of it."""
    params = [param.model_dump(mode="json", exclude_defaults=True) for param in block.params]
    said = {"text": block.text, "nested": block.nested, "params": params}
    order = {"inputs": block.inputs, "outputs": [list(output) for output in block.outputs]}
    return {"name": block.name} | {name: value for name, value in (said | order).items() if value}


def written_block(block: Block) -> dict[str, Any]:
    """A whole block as a file holds it."""
    record = BlockRecord.from_block(block)
    drawn = record.model_dump(mode="json", include={"nodes", "edges"})
    return lean_block(record) | drawn | {"nodes": list(map(lean, drawn["nodes"]))}


class GraphRecord(DrawnGraphRecord):
    """The network, and the blocks of the project by id."""

    blocks: dict[str, BlockRecord] = {}


class SheetRecord(Record):
    """How one graph lies on the canvas; `positions` are node centres in pixels at 100 % zoom."""

    positions: dict[str, tuple[float, float]] = {}
    notes: list[Note] = []
    frames: list[Frame] = []
    bookmarks: list[Bookmark] = []
    open: list[str] = Field(default=[], description="Nodes that show what is in their blocks.")

    def to_view(self, orientation: str) -> View:
        """Read a view from a record."""
        notes, frames = tuple(self.notes), tuple(self.frames)
        marks, opened = tuple(self.bookmarks), tuple(self.open)
        return View(self.positions, orientation, notes, frames, marks, open=opened)


def sheet_fields(view: View) -> dict[str, Any]:
    """What the record of one drawing holds."""
    return {
        "positions": {node_id: (round(x, 1), round(y, 1)) for node_id, (x, y) in view.positions.items()},
        "notes": list(view.notes),
        "frames": list(view.frames),
        "bookmarks": list(view.bookmarks),
        "open": list(view.open),
    }


def written_sheet(view: View) -> dict[str, Any]:
    """How one graph lies, as a file holds it: only what is said of it."""
    data = lean_view(SheetRecord(**sheet_fields(view)).model_dump(mode="json"))
    return {name: value for name, value in data.items() if value}


class ViewRecord(SheetRecord):
    """How the network and the inside of each block lie on the canvas."""

    orientation: Literal["vertical", "horizontal"] = "vertical"
    blocks: dict[str, SheetRecord] = {}


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
        is_horizontal = view.orientation == "horizontal"
        return cls(
            name=project.name,
            graph=GraphRecord(
                **graph_fields(graph),
                blocks={block.id: BlockRecord.from_block(block) for block in graph.blocks},
            ),
            view=ViewRecord(
                **sheet_fields(view),
                orientation="horizontal" if is_horizontal else "vertical",
                blocks={
                    block_id: SheetRecord(**sheet_fields(inside)) for block_id, inside in view.blocks.items()
                },
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
        blocks = tuple(record.to_block(block_id) for block_id, record in self.graph.blocks.items())
        view, way = self.view, self.view.orientation
        insides = {block_id: sheet.to_view(way) for block_id, sheet in view.blocks.items()}
        return Project(
            self.name,
            self.graph.to_graph(blocks),
            replace(view.to_view(way), blocks=insides),
            self.data,
            self.training,
            self.weights,
        )
