"""Trains the variants of a comparison, one after the other, and only those that aren't done yet."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from designer.compiler.backend import load_tensorflow
from designer.document.comparisons import SavedComparison, variant_facts, variant_project
from designer.document.project import Project
from designer.errors import DesignerError, TrainingError
from designer.training.comparison.config_diff import Facts
from designer.training.comparison.ledger import Ledger
from designer.training.comparison.runs import Comparison, read_comparison
from designer.training.events import RunEvent
from designer.training.folder import RunFolder
from designer.training.reporter import Emit
from designer.training.runs import summarise

CAN_GO_ON = ("interrupted", "stopped")


@dataclass(frozen=True)
class Planned:
    """A variant that is to be trained.

    Args:
        facts: What it is made of, for the table of settings.
    """

    name: str
    project: Project
    facts: Facts


@dataclass(frozen=True)
class Plan:
    """A saved comparison with the settings it is to be trained with.

    Args:
        name: Of the comparison.
        steps_per_epoch: Batches in an epoch; None for as many as the data has.
    """

    name: str
    title: str
    text: str
    variants: tuple[Planned, ...]
    run_dir: Path
    steps_per_epoch: int | None = None

    @property
    def ledger(self) -> Ledger:
        """Where it is written which run is whose."""
        return Ledger(self.run_dir, self.name)

    def folder(self, variant: Planned) -> Path | None:
        """The run of a variant, if there is one."""
        return self.ledger.folder(variant.name, variant.project, self.steps_per_epoch)

    def is_done(self, variant: Planned) -> bool:
        """Whether a variant was trained to its end."""
        folder = self.folder(variant)
        return folder is not None and summarise(RunFolder(folder)).status == "finished"

    def note(self, variant: Planned, run: Path) -> None:
        """Remember the run of a variant."""
        self.ledger.note(variant.name, run, variant.project, self.steps_per_epoch)

    def read(self) -> Comparison | None:
        """What there is to compare so far; None where nothing was trained yet."""
        found = {folder: one.facts for one in self.variants if (folder := self.folder(one))}
        if not found:
            return None
        return read_comparison(list(found), title=self.title, text=self.text, facts=found)


Override = Callable[[Project], Project]


def plan(
    named: tuple[str, SavedComparison, Path],
    run_dir: Path,
    override: Override = lambda project: project,
    steps_per_epoch: int | None = None,
) -> Plan:
    """Make the projects of a saved comparison.

    Args:
        named: Its name, what it says, and the folder it is in.
        override: Replaces settings of each project.

    Raises:
        RequestError: A preset or a project isn't there, or a setting won't do.
    """
    name, saved, folder = named
    variants = tuple(
        Planned(one.name, override(variant_project(one, folder)), variant_facts(one))
        for one in saved.variants
    )
    return Plan(name, saved.title, saved.text, variants, run_dir.expanduser().absolute(), steps_per_epoch)


def train_all(plan: Plan, emit: Emit) -> Sequence[DesignerError]:
    """Train what isn't done yet, in the calling thread; a variant that fails doesn't stop the others.

    Args:
        emit: Called with each event of each run.

    Returns:
        What went wrong.
    """
    failures = []
    for variant in plan.variants:
        if not plan.is_done(variant):
            try:
                _train(plan, variant, emit)
            except DesignerError as error:
                failures.append(error)
    return failures


def _train(plan: Plan, variant: Planned, emit: Emit) -> None:
    """Go on with the run that was begun, if there is one, else begin one."""
    load_tensorflow()
    from designer.training.trainer import resume, train

    noting = _noting(plan, variant, emit)
    begun = plan.folder(variant)
    summary = summarise(RunFolder(begun)) if begun else None
    if summary and summary.is_going_on:
        raise TrainingError(f"{variant.name} is being trained by another process.", "Wait for its end.")
    if begun and summary and summary.status in CAN_GO_ON:
        resume(begun, emit=noting)
        return
    train(variant.project, run_dir=plan.run_dir, emit=noting, steps_per_epoch=plan.steps_per_epoch)


def _noting(plan: Plan, variant: Planned, emit: Emit) -> Emit:
    """An emitter that also remembers the variant's run, as soon as its folder is known."""
    noted: list[str] = []

    def note_and_emit(event: RunEvent) -> None:
        if event.run not in noted and Path(event.run).parent == plan.run_dir:
            noted.append(event.run)
            plan.note(variant, Path(event.run))
        emit(event)

    return note_and_emit
