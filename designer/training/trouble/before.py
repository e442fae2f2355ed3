"""What is seen before the first step: a last activation, a batch size or labels that can't be meant."""

from collections.abc import Iterator, Sequence

from designer.catalog.values import KerasObject
from designer.data.info import DataInfo
from designer.document.project import Project
from designer.document.settings import TrainingSettings
from designer.training.final_activation import Mismatch, mismatches
from designer.training.option_checks import num_train_samples, size_problems
from designer.training.suggest import Choice, Suggestion
from designer.training.trouble.finding import Finding

_FORMS = {"one_hot": "one-hot vectors", "sparse": "class numbers"}


def findings_before(project: Project, chosen: Suggestion, info: DataInfo) -> tuple[Finding, ...]:
    """All that these rules find in a project whose network fits its data.

    Args:
        chosen: How each output is trained.
        info: What the data source holds.
    """
    return (
        *map(_of_mismatch, mismatches(chosen.loss, [choice.head for choice in chosen.outputs])),
        *_batch_size(project, info),
        *label_forms(project.training, chosen, info),
    )


def label_forms(settings: TrainingSettings, chosen: Suggestion, info: DataInfo) -> Iterator[Finding]:
    """Labels that the program turns into the form that a loss takes, where the user chose the loss."""
    losses: Sequence[KerasObject | None] = settings.loss or [None] * len(chosen.outputs)
    for choice, loss in zip(chosen.outputs, losses, strict=True):
        if loss is not None and choice.labels is not None:
            yield from _label_form(choice, loss, info)


def _label_form(choice: Choice, loss: KerasObject, info: DataInfo) -> Iterator[Finding]:
    labels = info.targets[choice.labels or 0]
    given = {"one_hot": "one_hot", "classes": "sparse"}.get(labels.kind)
    if given is None or choice.form == given or choice.form not in _FORMS:
        return
    name = labels.name or "the data"
    message = (
        f"The labels of {name} are {_FORMS[given]}, but {loss.type} takes {_FORMS[choice.form]}: "
        "they are turned into these."
    )
    other = "SparseCategoricalCrossentropy" if given == "sparse" else "CategoricalCrossentropy"
    evidence = f"A label has the shape {labels.shape} and stands for one of {labels.num_classes} classes."
    remedy = f"Nothing has to be done; {other} takes them as they are."
    yield Finding("label_form", message, evidence, remedy, layer=choice.head.name)


def _of_mismatch(mismatch: Mismatch) -> Finding:
    head = mismatch.head
    evidence = f"{head.name} ends in {head.activation} and gives {head.shape_text}."
    remedy = f"Let it end in {mismatch.activation}, or choose another loss."
    return Finding("final_activation", mismatch.text, evidence, remedy, layer=head.name)


def _batch_size(project: Project, info: DataInfo) -> Iterator[Finding]:
    num_train = num_train_samples(project.data, info)
    for problem in size_problems(project.training, num_train):
        evidence = f"Batch size {project.training.batch_size:,}, training samples {num_train:,}."
        yield Finding("batch_size", problem.message, evidence, problem.fix)
