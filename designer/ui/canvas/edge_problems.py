"""Which edges the problems of the newest analysis lie at."""

from collections import defaultdict
from collections.abc import Mapping, Sequence

from designer.compiler.results import Analysis, Problem
from designer.graph.elements import Edge
from designer.graph.facts import Kind
from designer.ui.canvas.content import Content

# Of other kinds the node is to blame, and what flows in is only what it was judged by.
_AT_EDGES: frozenset[Kind] = frozenset(
    {"loop", "extra_input", "no_such_output", "unequal_shapes", "wrong_rank"}
)


class EdgeProblems:
    """The problems of each edge, worked out when an analysis is first asked about."""

    def __init__(self, content: Content) -> None:
        self._content = content
        self._analysis: Analysis | None = None
        self._found: Mapping[Edge, Sequence[Problem]] = {}

    @property
    def edges(self) -> Mapping[Edge, Sequence[Problem]]:
        """Each edge that a problem lies at, also one that has gone since."""
        if self._analysis is not self._content.analysis:
            self._analysis = self._content.analysis
            found = defaultdict(list)
            for problem in self._analysis.problems:
                for edge in problem.facts.edges if problem.kind in _AT_EDGES else ():
                    found[edge].append(problem)
            self._found = dict(found)
        return self._found
