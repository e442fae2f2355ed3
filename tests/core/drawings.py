"""Networks to lay out, and what may be wrong with a drawing of them."""

from collections.abc import Mapping
from itertools import combinations, pairwise

import networkx as nx
from hypothesis import strategies as st

from designer.graph.elements import Edge, GraphSnapshot, Node, edge_key
from designer.graph.layout import NODE_SIZE, Layout

Point = tuple[float, float]
Sizes = Mapping[str, Point]


class Net:
    """Networks written down as they are called."""

    def __init__(self) -> None:
        self.ids: list[str] = []
        self.edges: list[Edge] = []

    def add(self, *sources: str) -> str:
        node_id = f"n{len(self.ids) + 1}"
        self.ids.append(node_id)
        self.edges += [Edge(source, 0, node_id, port) for port, source in enumerate(sources)]
        return node_id

    def chain(self, node_id: str, length: int) -> str:
        for _ in range(length):
            node_id = self.add(node_id)
        return node_id

    def snapshot(self) -> GraphSnapshot:
        nodes = tuple(Node(node_id, node_id, "Dense") for node_id in self.ids)
        return GraphSnapshot(nodes, tuple(sorted(self.edges, key=edge_key)))


def wrn_40_2() -> GraphSnapshot:
    net = Net()
    x = net.chain(net.add(), 3)
    for _ in range(3):
        for block in range(6):
            body = net.chain(x, 7 if block else 5)
            x = net.add(body, x if block else net.add(x))
        x = net.chain(x, 2)
    net.chain(x, 4)
    return net.snapshot()


def resnet_152() -> GraphSnapshot:
    net = Net()
    x = net.chain(net.add(), 6)
    for num_blocks in (3, 8, 36, 3):
        for block in range(num_blocks):
            shortcut = x if block else net.chain(x, 2)
            x = net.add(net.add(shortcut, net.chain(x, 8)))
    net.chain(x, 2)
    return net.snapshot()


def inception() -> GraphSnapshot:
    net = Net()
    x = net.chain(net.add(), 10)
    for _ in range(9):
        x = net.add(net.chain(x, 3), net.chain(x, 6), net.chain(x, 9), net.chain(x, 4))
    net.chain(x, 2)
    return net.snapshot()


def u_net() -> GraphSnapshot:
    net = Net()
    x = net.add()
    skips = []
    for _ in range(4):
        x = net.chain(x, 2)
        skips.append(x)
        x = net.add(x)
    for skip in reversed(skips):
        x = net.chain(net.add(net.add(x), skip), 2)
    return net.snapshot()


@st.composite
def graphs(draw: st.DrawFn) -> GraphSnapshot:
    """Any graph, with cycles, loops, parallel edges and nodes without any."""
    count = draw(st.integers(1, 14))
    index = st.integers(0, count - 1)
    pairs = draw(st.lists(st.tuples(index, index), max_size=24))
    nodes = tuple(Node(f"n{number}", f"n{number}", "Dense") for number in range(count))
    edges = (Edge(f"n{a}", 0, f"n{b}", port) for port, (a, b) in enumerate(pairs))
    return GraphSnapshot(nodes, tuple(sorted(edges, key=edge_key)))


def straight_share(graph: GraphSnapshot, tidy: Layout, orientation: str = "vertical") -> float:
    """How much of the longest path can be followed without leaving the middle line."""
    across = 0 if orientation == "vertical" else 1
    net = nx.DiGraph([(edge.source, edge.target) for edge in graph.edges])
    middle = net.subgraph(node_id for node_id, place in tidy.positions.items() if place[across] == 0)
    return len(nx.dag_longest_path(middle)) / len(nx.dag_longest_path(net))


def overlaps(tidy: Layout, sizes: Sizes) -> list[tuple[str, str]]:
    boxes = {node_id: (at, sizes.get(node_id, NODE_SIZE)) for node_id, at in tidy.positions.items()}
    return [
        (one, other)
        for (one, ((x, y), (width, height))), (other, ((u, v), (w, h))) in combinations(boxes.items(), 2)
        if abs(x - u) < (width + w) / 2 and abs(y - v) < (height + h) / 2
    ]


def cuts(tidy: Layout, sizes: Sizes) -> list[tuple[Edge, str]]:
    boxes = [(node_id, at, sizes.get(node_id, NODE_SIZE)) for node_id, at in tidy.positions.items()]
    return [
        (edge, node_id)
        for edge, route in tidy.routes.items()
        for start, end in pairwise(route)
        for node_id, centre, size in boxes
        if _is_cut(start, end, centre, size)
    ]


def _is_cut(start: Point, end: Point, centre: Point, size: Point) -> bool:
    """Whether a line runs through the inside of a rectangle (Liang and Barsky)."""
    enter, leave = 0.0, 1.0
    for axis in (0, 1):
        low, high = centre[axis] - size[axis] / 2 + 0.01, centre[axis] + size[axis] / 2 - 0.01
        if max(start[axis], end[axis]) < low or min(start[axis], end[axis]) > high:
            return False
        if step := end[axis] - start[axis]:
            times = sorted(((low - start[axis]) / step, (high - start[axis]) / step))
            enter, leave = max(enter, times[0]), min(leave, times[1])
    return enter < leave


def crossings(tidy: Layout) -> list[tuple[Edge, Edge]]:
    pieces = sorted(
        (min(p[1], q[1]), max(p[1], q[1]), p, q, number)
        for number, route in enumerate(tidy.routes.values())
        for p, q in pairwise(route)
    )
    edges = list(tidy.routes)
    found = []
    for at, (_, bottom, p, q, one) in enumerate(pieces):
        for top, _, r, s, other in pieces[at + 1 :]:
            if top >= bottom:
                break
            if one != other and _side(p, q, r) * _side(p, q, s) < 0 and _side(r, s, p) * _side(r, s, q) < 0:
                found.append((edges[one], edges[other]))
    return found


def _side(start: Point, end: Point, point: Point) -> float:
    turn = (end[0] - start[0]) * (point[1] - start[1]) - (end[1] - start[1]) * (point[0] - start[0])
    return 0.0 if abs(turn) < 1e-6 else turn
