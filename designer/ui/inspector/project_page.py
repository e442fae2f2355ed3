"""The inspector's page about the whole project."""

from PySide6.QtWidgets import QVBoxLayout, QWidget

from designer.compiler.results import Analysis
from designer.document.commands import RenameProject
from designer.document.document import Document
from designer.errors import RequestError
from designer.ui.importing.weights_link import WeightsLink
from designer.ui.importing.weights_section import WeightsSection
from designer.ui.inspector.ends import Ends
from designer.ui.inspector.facts import Facts, project_facts
from designer.ui.inspector.name_field import NameField
from designer.ui.inspector.problem_notes import ProblemNotes
from designer.ui.theme import GRID_PX
from designer.ui.widgets import heading, label


class ProjectPage(QWidget):
    """The project's name, its totals, and problems that belong to no single layer."""

    def __init__(self, document: Document, weights: WeightsLink | None = None) -> None:
        super().__init__()
        self._document = document
        self._name = NameField("projectName", "Name of the project", self._rename)
        self._facts = Facts("projectFacts")
        self._problems = ProblemNotes("projectProblems")
        self._ends = Ends(document)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GRID_PX)
        column.addWidget(heading("Project"))
        for part in (self._name, self._problems, self._facts, self._ends):
            column.addWidget(part)
        if weights:
            column.addWidget(WeightsSection(weights))
        column.addWidget(label("Select a layer to see and edit its parameters.", muted=True))
        self.show_name()
        self.set_analysis(None)

    def show_name(self) -> None:
        """Show the name that the project has now."""
        self._name.show_name(self._document.name)

    def show_ends(self) -> None:
        """Show the order and the names that inputs and outputs have now."""
        self._ends.show_ends()

    def set_analysis(self, analysis: Analysis | None) -> None:
        """Take the newest analysis."""
        self._facts.show_facts(project_facts(analysis))
        self._ends.set_analysis(analysis or Analysis())
        problems = analysis.problems if analysis else ()
        self._problems.show_problems([problem for problem in problems if problem.node is None])

    def _rename(self, name: str) -> None:
        if not name:
            raise RequestError("A project's name can't be empty.")
        self._document.push(RenameProject(name))
