"""What can't be meant is told before the first step, with its kind, evidence and remedy."""

from pathlib import Path

import numpy as np
import pytest

from designer.catalog.values import KerasObject
from designer.data.info import DataInfo, FeatureInfo, LabelInfo
from designer.data.sources.registry import describe
from designer.document.project import Project
from designer.document.settings import DataSettings, TrainingSettings
from designer.training.heads import Head
from designer.training.suggest import resolve
from designer.training.trouble.before import findings_before
from designer.training.trouble.finding import Finding

CLASSES = LabelInfo("classes", class_names=("a", "b", "c"))
ONE_HOT = LabelInfo("one_hot", (3,), class_names=("a", "b", "c"))
SPARSE, CATEGORICAL = "SparseCategoricalCrossentropy", "CategoricalCrossentropy"


def info_of(labels: LabelInfo) -> DataInfo:
    return DataInfo("digits", "Digits", FeatureInfo((8, 8, 1), "uint8"), labels, {"train": 100})


def told(
    info: DataInfo, loss: str = "", activation: str = "softmax", source: str = "digits", batch_size: int = 32
) -> tuple[Finding, ...]:
    chosen = (KerasObject(loss),) if loss else ()
    training = TrainingSettings(loss=chosen, batch_size=batch_size)
    project = Project("Before").replace(training=training, data=DataSettings(source=source))
    suggestion = resolve(training, [Head("scores", (None, 3), activation)], info.targets)
    return findings_before(project, suggestion, info)


def test_a_usual_project_is_calm() -> None:
    assert told(info_of(CLASSES)) == ()
    assert told(info_of(ONE_HOT)) == ()


def test_a_last_activation_that_the_loss_does_not_take_is_told() -> None:
    [finding] = told(info_of(CLASSES), SPARSE, "relu")
    assert finding.kind == "final_activation"
    assert finding.message.startswith('"scores" ends in relu')
    assert finding.evidence == "scores ends in relu and gives 3."
    assert finding.remedy == "Let it end in softmax, or choose another loss."
    assert finding.layer == "scores"


def test_a_batch_larger_than_the_data_is_told_with_both_numbers() -> None:
    [finding] = told(info_of(CLASSES), batch_size=81)
    assert finding.kind == "batch_size"
    assert finding.evidence == "Batch size 81, training samples 80."
    assert told(info_of(CLASSES), batch_size=80) == ()


@pytest.mark.parametrize(
    ("labels", "loss", "words"),
    [
        (ONE_HOT, SPARSE, "are one-hot vectors, but SparseCategoricalCrossentropy takes class numbers"),
        (CLASSES, CATEGORICAL, "are class numbers, but CategoricalCrossentropy takes one-hot vectors"),
        (ONE_HOT, CATEGORICAL, ""),
        (CLASSES, SPARSE, ""),
    ],
)
def test_labels_in_another_form_than_the_loss_takes_are_told(
    labels: LabelInfo, loss: str, words: str
) -> None:
    found = told(info_of(labels), loss)
    assert [finding.kind for finding in found] == ["label_form"] * bool(words)
    assert words in "".join(finding.message for finding in found)


def test_one_hot_labels_in_a_file_are_seen(tmp_path: Path) -> None:
    path = tmp_path / "one_hot.npz"
    np.savez(path, x_train=np.zeros((90, 8), np.float32), y_train=np.eye(3, dtype=np.float32).repeat(30, 0))
    info = describe(f"numpy:{path}")
    [finding] = told(info, SPARSE, source=f"numpy:{path}")
    assert finding.kind == "label_form"
    assert finding.evidence == "A label has the shape (3,) and stands for one of 3 classes."
    assert "CategoricalCrossentropy" in finding.remedy
