"""Which fixes there are for the problems of the open project, and doing them."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from PySide6.QtCore import QObject, Signal

from designer.catalog.catalog import Catalog
from designer.compiler.results import Problem, localised
from designer.document.fixes.base import Fix
from designer.document.paths import sheet_at
from designer.errors import DesignerError
from designer.graph.block_specs import with_blocks
from designer.graph.elements import Edge
from designer.training.fixing import fixes_of
from designer.ui.data_link import DataLink
from designer.ui.session import Session

_OUTDATED = "The network has changed since; this fix is no longer needed or possible."


class Fixer(QObject):
    """Offers fixes for problems, in the list, on the node and on the edge; each is one undo step.

    Signals:
        analysis_changed: `sheet_analysis` is another.
        changed: Other fixes may be offered.
        refused: Why a fix can't be: one line.
        done: What was done, and the ids of the nodes that came.

    Attributes:
        analysis: The session's, with the problems between network, data and training added.
        sheet_analysis: The same as one sees it on the sheet that is looked at.
    """

    analysis_changed = Signal(object)
    changed = Signal()
    refused = Signal(str)
    done = Signal(str, list)

    def __init__(self, session: Session, link: DataLink, catalog: Catalog) -> None:
        super().__init__(session)
        self._session = session
        self._link = link
        self._catalog = catalog
        self._selected: tuple[str, ...] = ()
        self._seen = self.analysis = self.sheet_analysis = self._offered_of = session.analysis
        self._stamp: tuple[object, ...] = ()
        self._offers: dict[Problem, Sequence[Fix]] = {}
        link.fit_changed.connect(self._on_fit_changed)  # it follows the analysis too

    def set_catalog(self, catalog: Catalog) -> None:
        """Take the catalogue of another Keras."""
        self._catalog = catalog

    def forget(self) -> None:
        """Know of no problem: another document is shown, and nothing is analysed yet."""
        self._seen = self.analysis = self.sheet_analysis = self._session.analysis
        self._selected = ()
        self.changed.emit()

    def show_sheet(self) -> None:
        """Look at another sheet of the project, with nothing selected."""
        self._selected = ()
        self._tell()

    def show_opened(self) -> None:
        """Other blocks are open in place on the same sheet."""
        self._tell()

    @property
    def problems(self) -> tuple[Problem, ...]:
        """Those of the network, then those between network, data and training."""
        return self.analysis.problems

    def problems_of(self, node_id: str) -> tuple[Problem, ...]:
        """The problems that belong to one node, errors first."""
        return _errors_first(self.sheet_analysis.problems_of(node_id))

    def problems_at(self, edge: Edge) -> tuple[Problem, ...]:
        """The problems that lie at one edge."""
        return tuple(problem for problem in self.sheet_analysis.problems if edge in problem.facts.edges)

    def offers(self, problem: Problem) -> Sequence[Fix]:
        """The fixes for a problem, the most usual first, for the document as it is now.

        Those of a problem inside a block are done there, whatever is looked at.
        """
        document, link = self._session.document, self._link
        stamp = (document, document.revision, self._catalog, link.info, link.proposals)
        if stamp != self._stamp or self._offered_of is not self.analysis:
            self._stamp, self._offered_of, self._offers = stamp, self.analysis, {}
        if problem not in self._offers:
            self._offers[problem] = self._find(problem)
        return self._offers[problem]

    def apply(self, problem: Problem, label: str) -> None:
        """Do the fix with this label, or tell why it can't be done any more."""
        fix = next((fix for fix in self.offers(problem) if fix.label == label), None)
        if fix is None:
            self.refused.emit(_OUTDATED)
            return
        sheet = sheet_at(self._session.document, problem.address) or self._session.document
        nodes = sheet.graph.nodes
        before = set(nodes)
        try:
            sheet.push(fix.command)
        except DesignerError as error:
            self.refused.emit(str(error))
        else:
            is_seen = sheet is self._session.sheet
            self.done.emit(label, [node_id for node_id in nodes if is_seen and node_id not in before])

    def select(self, node_ids: Sequence[str]) -> None:
        """Note which nodes `fix_selected` is about; none stands for the whole network."""
        self._selected = tuple(node_ids)
        self.changed.emit()

    @property
    def why_not(self) -> str:
        """Why the selection has nothing that can be fixed; empty where it has."""
        if not self.problems:
            return "There are no problems."
        return "" if self._first() else "Select a layer whose problem has a fix. F8 goes to the next problem."

    def fix_selected(self) -> None:
        """Do the first fix of the selected nodes, or of the whole network where nothing is selected."""
        if found := self._first():
            self.apply(*found)
        else:
            self.refused.emit(self.why_not)

    def _find(self, problem: Problem) -> Sequence[Fix]:
        link, address = self._link, problem.address
        sheet = sheet_at(self._session.document, address)
        if sheet is None:
            return ()
        prefix = address[: address.rfind("/") + 1]
        local = problem
        if problem.path != prefix:
            local = replace(localised(problem, prefix[len(problem.path) :]), path=prefix)
        catalog = with_blocks(self._catalog, sheet.blocks)
        analysis = self.analysis.within(prefix.removesuffix("/"))
        return fixes_of(local, sheet, catalog, analysis, link.info, link.adaptations)

    def _first(self) -> tuple[Problem, str] | None:
        wanted = self._selected or (None,)
        problems = [problem for problem in self.sheet_analysis.problems if problem.node in wanted]
        for problem in _errors_first(problems):
            for fix in self.offers(problem)[:1]:
                return problem, fix.label
        return None

    def _on_fit_changed(self) -> None:
        analysis = self._session.analysis
        problems = (*analysis.problems, *self._link.problems)
        if analysis is not self._seen or problems != self.analysis.problems:
            self._seen, self.analysis = analysis, replace(analysis, problems=problems)
            self._tell()
        else:
            self.changed.emit()

    def _tell(self) -> None:
        self.sheet_analysis = self.analysis.within(self._session.path, self._session.shown.paths)
        self.analysis_changed.emit(self.sheet_analysis)
        self.changed.emit()


def _errors_first(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    return tuple(sorted(problems, key=lambda problem: problem.severity != "error"))
