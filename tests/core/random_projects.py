"""Random projects, with everything that a project file can hold."""

from hypothesis import strategies as st

from designer.catalog.values import Expr, KerasObject, Params, Value
from designer.document.project import Position, Project, View
from designer.document.settings import (
    Adaptation,
    Bookmark,
    DataSettings,
    Frame,
    Note,
    TrainingSettings,
)
from designer.errors import GraphError
from designer.graph.elements import INPUT, Edge, GraphSnapshot, Node, Output
from designer.graph.graph import Graph

_TYPES = ("Input", "Dense", "Add", "Foreign")
_words = st.text(min_size=1, max_size=8)
_numbers = st.floats(allow_nan=False, allow_infinity=False)
_places = st.integers(-99_999, 99_999).map(lambda tenths: tenths / 10)
_positions: st.SearchStrategy[Position] = st.tuples(_places, _places)


def _params(values: st.SearchStrategy[Value]) -> st.SearchStrategy[Params]:
    return st.dictionaries(_words, values, max_size=3)


def _containers(values: st.SearchStrategy[Value]) -> st.SearchStrategy[Value]:
    return st.one_of(
        st.lists(values, max_size=3),
        st.lists(values, max_size=3).map(tuple),
        st.builds(KerasObject, _words, _params(values)),
    )


_scalars = st.one_of(st.none(), st.booleans(), st.integers(), _numbers, _words, st.builds(Expr, _words))
values: st.SearchStrategy[Value] = st.recursive(_scalars, _containers, max_leaves=6)

_views = st.builds(
    View,
    st.dictionaries(st.sampled_from(["n1", "n2", "n10"]), _positions),
    st.sampled_from(["vertical", "horizontal"]),
    st.lists(
        st.builds(
            Note, id=_words, text=_words, position=_positions, size=st.just((9.5, 8.0)), color=st.just("blue")
        ),
        max_size=2,
    ).map(tuple),
    st.lists(st.builds(Frame, id=_words, title=_words, rectangle=st.tuples(*[_places] * 4)), max_size=2).map(
        tuple
    ),
    st.lists(
        st.builds(
            Bookmark,
            number=st.integers(1, 99),
            name=st.just("") | _words,
            node=st.none() | st.just("n1"),
            position=_positions,
            zoom=st.floats(0.05, 4),
        ),
        max_size=2,
    ).map(tuple),
)
_objects = st.builds(KerasObject, _words, _params(values))
_data = st.builds(
    DataSettings,
    source=_words,
    validation_percent=st.floats(0, 50),
    adaptation=st.none() | st.builds(Adaptation, resize=st.none() | st.just((8, 9)), scale=_numbers),
)
_training = st.builds(
    TrainingSettings,
    optimizer=_objects,
    loss=st.lists(_objects, max_size=2).map(tuple),
    loss_weights=st.lists(_numbers, max_size=2).map(tuple),
    metrics=st.none() | st.lists(_objects, max_size=2).map(tuple),
)


@st.composite
def _graphs(draw: st.DrawFn) -> GraphSnapshot:
    """Any graph that a file may hold: loops, foreign types and loose ends are problems, not damage."""
    graph = Graph()
    for number in draw(st.sets(st.integers(1, 12), max_size=5)):
        shares = draw(st.sampled_from([None, "n1", "n99"]))
        layer_type = draw(st.sampled_from(_TYPES))
        bypassed = layer_type != INPUT and draw(st.booleans())
        graph.add_node(Node(f"n{number}", draw(_words), layer_type, draw(_params(values)), shares, bypassed))
    ids = list(graph.nodes)
    for _ in range(draw(st.integers(0, 6)) if ids else 0):
        source, target = draw(st.sampled_from(ids)), draw(st.sampled_from(ids))
        edge = Edge(source, draw(st.integers(0, 2)), target, draw(st.integers(0, 3)))
        try:
            graph.add_edge(edge)
        except GraphError:
            continue  # its port is taken
    inputs = [node_id for node_id in ids if graph.node(node_id).type == INPUT]
    graph.set_inputs(draw(st.permutations(inputs)) if draw(st.booleans()) else [])
    graph.set_outputs([Output(node_id) for node_id in ids if draw(st.booleans())])
    return graph.snapshot()


projects = st.builds(
    Project,
    name=st.text(max_size=8),
    graph=_graphs(),
    view=_views,
    data=_data,
    training=_training,
)
