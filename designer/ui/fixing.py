"""Which fixes there are for the problems of the open project, and doing them."""

from collections.abc import Sequence

from PySide6.QtCore import QObject, Signal

from designer.catalog.catalog import Catalog
from designer.compiler.results import Problem
from designer.document.fixes.base import Fix
from designer.errors import DesignerError
from designer.graph.elements import Edge
from designer.training.fixing import fixes_of
from designer.ui.data_link import DataLink
from designer.ui.session import Session

_OUTDATED = "The network has changed since; this fix is no longer needed or possible."


class Fixer(QObject):
    """Offers fixes for problems, in the list, on the node and on the edge; each is one undo step.

    Signals:
        refused: Why a fix can't be: one line.
    """

    refused = Signal(str)

    def __init__(self, session: Session, link: DataLink, catalog: Catalog) -> None:
        super().__init__(session)
        self._session = session
        self._link = link
        self._catalog = catalog

    def set_catalog(self, catalog: Catalog) -> None:
        """Take the catalogue of another Keras."""
        self._catalog = catalog

    @property
    def problems(self) -> tuple[Problem, ...]:
        """Those of the network, then those between network, data and training."""
        return (*self._session.analysis.problems, *self._link.problems)

    def problems_of(self, node_id: str) -> tuple[Problem, ...]:
        """The problems that belong to one node, errors first."""
        found = (problem for problem in self.problems if problem.node == node_id)
        return tuple(sorted(found, key=lambda problem: problem.severity != "error"))

    def problems_at(self, edge: Edge) -> tuple[Problem, ...]:
        """The problems that lie at one edge."""
        return tuple(problem for problem in self.problems if edge in problem.facts.edges)

    def offers(self, problem: Problem) -> Sequence[Fix]:
        """The fixes for a problem, the most usual first; made anew, since other edits outdate commands."""
        return fixes_of(
            problem,
            self._session.document,
            self._catalog,
            self._session.analysis,
            self._link.info,
            self._link.proposal,
        )

    def apply(self, problem: Problem, label: str) -> None:
        """Do the fix with this label, or tell why it can't be done any more."""
        fix = next((fix for fix in self.offers(problem) if fix.label == label), None)
        if fix is None:
            self.refused.emit(_OUTDATED)
            return
        try:
            self._session.document.push(fix.command)
        except DesignerError as error:
            self.refused.emit(str(error))

    def why_not(self, node_ids: Sequence[str]) -> str:
        """Why the selection has nothing to fix; empty where it has."""
        if not self.problems:
            return "There are no problems."
        return "" if self._first(node_ids) else "Select a layer whose problem has a fix."

    def fix_first(self, node_ids: Sequence[str]) -> None:
        """Do the first fix of the selected nodes, or of the whole network where nothing is selected."""
        found = self._first(node_ids)
        if found:
            self.apply(*found)
        else:
            self.refused.emit(self.why_not(node_ids))

    def _first(self, node_ids: Sequence[str]) -> tuple[Problem, str] | None:
        problems = [problem for node_id in node_ids for problem in self.problems_of(node_id)]
        if not node_ids:
            problems = [problem for problem in self.problems if problem.node is None]
        for problem in problems:
            for fix in self.offers(problem)[:1]:
                return problem, fix.label
        return None
