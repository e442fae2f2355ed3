"""Keeps what is known of the data source up to date, and whether its samples fit the network."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from designer.compiler.engine import EngineReady
from designer.compiler.results import Problem
from designer.data.adaptation import Proposal, describe_steps, samples_text
from designer.data.info import DataInfo
from designer.document.changes import Change, DataChanged, TrainingChanged
from designer.document.commands import SetData
from designer.document.project import Project
from designer.document.settings import Adaptation
from designer.errors import DesignerError
from designer.graph.facts import Facts
from designer.training.checks import training_option_problems, training_problems
from designer.training.heads import heads
from designer.training.inputs import Entry, entries
from designer.training.suggest import Suggestion, suggest
from designer.ui.session import Session

if TYPE_CHECKING:
    from designer.data.samples import Samples

_TYPING_MS = 400


class DataLink(QObject):
    """Describes the document's data source off the GUI thread, and compares it with the analysis.

    Signals:
        info_changed: `info` or `error` is other, or a description is under way.
        samples_changed: There are samples to look at; carries a `Samples`.
        fit_changed: `proposals`, `is_adapted`, `suggestion` or `problems` may be other.
    """

    info_changed = Signal()
    samples_changed = Signal(object)
    fit_changed = Signal()

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._session = session
        self.info: DataInfo | None = None
        self.error: DesignerError | None = None
        self.is_busy = False
        self.proposals: Mapping[str, Proposal] = {}  # by the name of the Input, where anything would fit
        self._entries: tuple[Entry, ...] = ()
        self.suggestion: Suggestion | None = None
        self.problems: tuple[Problem, ...] = ()
        self.option_problems: tuple[Problem, ...] = ()  # those of them that training options can mend
        self._source = ""
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_TYPING_MS)
        self._timer.timeout.connect(self.refresh)
        session.analysis_changed.connect(self._compare)
        session.engine_changed.connect(self._on_engine_changed)
        self.follow()

    def follow(self) -> None:
        """Follow the session's present document."""
        self._session.document.changed.connect(self._on_document_changed)
        self._source = ""
        if isinstance(self._session.engine_state, EngineReady):
            self.refresh()

    def unfollow(self) -> None:
        """Let go of the session's present document."""
        self._session.document.changed.disconnect(self._on_document_changed)

    def refresh(self) -> None:
        """Describe the source anew, for instance after a download."""
        self._source = source = self._session.document.data.source
        self.is_busy, self.error = True, None
        self._session.submit(
            _describing(source), self._only(source, self._take_info), self._only(source, self._take_error)
        )
        self.info_changed.emit()

    @property
    def is_adapted(self) -> bool:
        """Whether the samples fit the Inputs, adapted as the user agreed or as they are."""
        return bool(self._entries) and all(map(self._fits, self._entries))

    @property
    def adaptations(self) -> Mapping[str, Adaptation]:
        """What the user would agree to by accepting the proposal, by the name of the Input."""
        agreed = {entry.name: entry.agreed for entry in self._entries if entry.agreed and entry.is_adapted}
        return {name: proposal.adaptation for name, proposal in self.proposals.items()} | agreed

    @property
    def sample_shape(self) -> Sequence[int | None]:
        """The shape of one sample; empty where it isn't known."""
        return self.info.features.shape if self.info and not self.is_busy else ()

    @property
    def outputs(self) -> Sequence[str]:
        """Names of the network's outputs, in order."""
        if self.suggestion:
            return [choice.head.name for choice in self.suggestion.outputs]
        graph = self._session.document.graph
        return [graph.node(output.node).name for output in graph.model_outputs()]

    def steps(self) -> tuple[str, ...]:
        """What is or would be done to each sample, in words."""
        return tuple(entry.worded(step) for entry in self._entries for step in self._steps_of(entry))

    def accept_proposal(self) -> None:
        """Put the proposed adaptation into the document."""
        if self.proposals:
            data = self._session.document.data.agreed(self.adaptations, len(self._entries))
            self._session.document.push(SetData(data, "Adapt the data"))

    def _on_engine_changed(self, state: object) -> None:
        if isinstance(state, EngineReady):
            self.refresh()

    def _on_document_changed(self, changes: tuple[Change, ...]) -> None:
        if not any(isinstance(change, DataChanged | TrainingChanged) for change in changes):
            return
        if self._session.document.data.source != self._source:
            if isinstance(self._session.engine_state, EngineReady):
                self._timer.start()
        else:
            self._compare()

    def _only(self, source: str, take: Callable[..., None]) -> Callable[..., None]:
        """Drop late answers about a source that is no longer the document's."""
        return lambda answer: take(answer) if source == self._source else None

    def _take_info(self, info: DataInfo) -> None:
        self.info, self.error, self.is_busy = info, None, False
        self.info_changed.emit()
        self._compare()
        self._session.submit(
            _sampling(info.source), self._only(info.source, self.samples_changed.emit), _ignore
        )

    def _take_error(self, error: DesignerError) -> None:
        self.info, self.error, self.is_busy = None, error, False
        self.info_changed.emit()
        self._compare()

    def _compare(self, _analysis: object = None) -> None:
        self.proposals, self.suggestion, self._entries = {}, None, ()
        self.problems = self.option_problems = ()
        analysis = self._session.analysis
        if self.info is not None and analysis.inputs and not analysis.errors:
            project = self._session.document.quick_project()
            self._entries = self._find_entries(project, self.info)
            self.proposals = {entry.name: found for entry in self._entries if (found := _proposal(entry))}
            misfits = (problem for entry in self._entries for problem in self._misfit(entry))
            self.problems = (*training_problems(project, analysis, self.info), *misfits)
            self.option_problems = training_option_problems(project, analysis, self.info)
            self.suggestion = self._suggest(project, self.info)
        self.fit_changed.emit()

    def _find_entries(self, project: Project, info: DataInfo) -> tuple[Entry, ...]:
        try:
            return entries(project, self._session.analysis.inputs, info).entries
        except DesignerError:
            return ()  # `problems` says why

    def _fits(self, entry: Entry) -> bool:
        proposal = self.proposals.get(entry.name)
        return entry.is_adapted or (proposal is not None and not proposal.steps)

    def _steps_of(self, entry: Entry) -> tuple[str, ...]:
        if entry.agreed and entry.is_adapted:
            return describe_steps(entry.agreed, entry.info.features)
        proposal = self.proposals.get(entry.name)
        return proposal.steps if proposal else ()

    def _misfit(self, entry: Entry) -> Iterator[Problem]:
        """That the samples would have to change their shape, which the user hasn't agreed to yet."""
        proposal = self.proposals.get(entry.name)
        if proposal is None or self._fits(entry):
            return
        adaptation, features = proposal.adaptation, entry.info.features
        if adaptation.resize or adaptation.channels or adaptation.reshape:
            steps = "; ".join(describe_steps(adaptation, features))
            samples = samples_text(entry.info)
            message = f"T{samples[1:]} don't have the shape of the Input."
            hint = f"Agree to what would be done to each sample ({steps}), or change the Input."
            facts = Facts(shapes=((None, *features.shape),))
            yield Problem("warning", entry.node, message, hint, "adaptation", facts)

    def _suggest(self, project: Project, info: DataInfo) -> Suggestion | None:
        shapes = [spec.shape for spec in self._session.analysis.outputs]
        try:
            training = project.training
            outputs = heads(project.graph, shapes)
            return suggest(outputs, info.targets, training.loss_weights, training.label_smoothing)
        except DesignerError:
            return None  # the user's own choice may fit all the same


def _proposal(entry: Entry) -> Proposal | None:
    try:
        return entry.propose()
    except DesignerError:
        return None  # `problems` says why


def _ignore(_error: DesignerError) -> None:
    """A source whose samples can't be shown has already said so by its description."""


def _sampling(source: str) -> Callable[[], "Samples"]:
    def sample_source() -> "Samples":
        from designer.data.samples import samples

        return samples(source)

    return sample_source


def _describing(source: str) -> Callable[[], DataInfo]:
    def describe_source() -> DataInfo:
        from designer.data.sources.registry import describe

        return describe(source)

    return describe_source
