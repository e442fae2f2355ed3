"""Every epoch is a permutation of the training samples alone, in an order that can be resumed."""

from itertools import chain
from pathlib import Path
from typing import Any

import keras
import numpy as np
import pytest

from designer.data.feeding import Feed, Target
from designer.data.labels import LabelForm
from designer.data.pipeline import Pipeline, open_pipeline
from designer.document.settings import Adaptation, DataSettings
from designer.errors import DataError

NUM_SAMPLES = 103


@pytest.fixture
def numbered(tmp_path: Path) -> str:
    """A source whose sample i holds the number i, so that samples can be told apart."""
    x = np.arange(NUM_SAMPLES, dtype=np.float32)[:, np.newaxis]
    y = np.arange(NUM_SAMPLES) % 3
    np.savez(tmp_path / "numbered.npz", x_train=x, y_train=y, x_test=x[:5] + 1000, y_test=y[:5])
    return f"numpy:{tmp_path / 'numbered.npz'}"


def opened(source: str, *, label_form: LabelForm = "sparse", seed: int = 0, **settings: Any) -> Pipeline:
    return open_pipeline(
        DataSettings(source=source, **settings),
        batch_size=16,
        seed=seed,
        targets=[Target(label_form)],
    )


def numbers(dataset: Any) -> list[int]:
    return [int(x[0]) for batch, _ in dataset.as_numpy_iterator() for x in batch]


def test_epochs_are_different_permutations_of_the_training_samples(numbered: str) -> None:
    pipeline = opened(numbered)
    drawn = np.reshape(numbers(pipeline.train_dataset(3)), (3, pipeline.num_train))
    assert {tuple(sorted(epoch)) for epoch in drawn.tolist()} == {tuple(sorted(drawn[0].tolist()))}
    assert len({tuple(epoch) for epoch in drawn.tolist()}) == 3


def test_training_validation_and_test_share_no_sample(numbered: str) -> None:
    pipeline = opened(numbered, validation_percent=20, test_percent=10)
    parts = [pipeline.train_dataset(1), pipeline.validation_dataset(), pipeline.test_dataset()]
    assert sorted(chain.from_iterable(map(numbers, parts))) == list(range(NUM_SAMPLES))
    assert (pipeline.num_train, pipeline.num_validation, pipeline.num_test) == (72, 21, 10)


def test_last_batch_of_an_epoch_is_kept(numbered: str) -> None:
    pipeline = opened(numbered)
    sizes = [len(x) for x, _ in pipeline.train_dataset(2).as_numpy_iterator()]
    assert sizes == [16, 16, 16, 16, 16, 2] * 2
    assert pipeline.steps_per_epoch == 6


@pytest.mark.parametrize("start_step", [1, 6, 9])
def test_order_goes_on_where_it_was_interrupted(numbered: str, start_step: int) -> None:
    whole = list(opened(numbered).train_dataset(3).as_numpy_iterator())
    keras.utils.set_random_seed(99)
    rest = list(opened(numbered).train_dataset(3, start_step=start_step).as_numpy_iterator())
    assert len(rest) == len(whole) - start_step
    assert all(np.array_equal(x, y) for (x, _), (y, _) in zip(rest, whole[start_step:], strict=True))


def test_seed_decides_the_order_but_not_the_division(numbered: str) -> None:
    first, second = (numbers(opened(numbered, seed=seed).train_dataset(1)) for seed in (1, 2))
    assert first != second
    assert sorted(first) == sorted(second)


def test_test_split_validates_only_when_asked_for(numbered: str) -> None:
    assert max(numbers(opened(numbered).validation_dataset())) < NUM_SAMPLES
    pipeline = opened(numbered, validation_split="test")
    assert numbers(pipeline.validation_dataset()) == [1000, 1001, 1002, 1003, 1004]
    assert pipeline.num_train == NUM_SAMPLES


def test_validation_split_of_the_source_is_used_by_default(tmp_path: Path) -> None:
    x, y = np.zeros((10, 2)), np.zeros(10, int)
    np.savez(tmp_path / "a.npz", x_train=x, y_train=y, x_val=x[:4], y_val=y[:4])
    pipeline = opened(f"numpy:{tmp_path / 'a.npz'}")
    assert (pipeline.num_train, pipeline.num_validation) == (10, 4)


def test_no_validation_dataset_without_validation_samples(numbered: str) -> None:
    assert opened(numbered, validation_percent=0).validation_dataset() is None


@pytest.mark.parametrize("split", ["train", "validation"])
def test_validation_split_that_is_trained_on_or_missing_is_refused(numbered: str, split: str) -> None:
    with pytest.raises(DataError, match=r"which are trained on|has no split"):
        opened(numbered, validation_split=split)


@pytest.mark.parametrize(
    ("label_form", "shape"), [("sparse", (16,)), ("one_hot", (16, 3)), ("values", (16,))]
)
def test_labels_have_the_form_the_loss_wants(
    numbered: str, label_form: LabelForm, shape: tuple[int, ...]
) -> None:
    _, labels = next(opened(numbered, label_form=label_form).train_dataset(1).as_numpy_iterator())
    assert labels.shape == shape


def test_labels_of_a_smaller_network_are_refused(numbered: str) -> None:
    with pytest.raises(DataError, match="Label 2 of sample 2 in train is outside the 2 classes"):
        open_pipeline(
            DataSettings(source=numbered), batch_size=16, seed=0, targets=[Target("sparse", num_classes=2)]
        )


def fitted(pipeline: Pipeline, layers: list[Any], epochs: int) -> dict[str, list[float]]:
    """What one call of `fit` reports."""
    model = keras.Sequential([keras.Input(*pipeline.sample_shapes), *layers])
    model.compile("adam", "sparse_categorical_crossentropy", metrics=["accuracy"])
    history = model.fit(
        pipeline.train_dataset(epochs),
        steps_per_epoch=pipeline.steps_per_epoch,
        epochs=epochs,
        validation_data=pipeline.validation_dataset(),
        shuffle=False,
        verbose=0,
    )
    return history.history  # type: ignore[no-any-return]


@pytest.mark.parametrize(
    ("adaptation", "first_layers"),
    [
        (Adaptation(resize=(12, 12), channels=3, scale=1 / 16), []),
        (Adaptation(), [keras.layers.Rescaling(1 / 16)]),
    ],
)
def test_one_fit_call_spans_all_epochs(adaptation: Adaptation, first_layers: list[Any]) -> None:
    pipeline = open_pipeline(
        DataSettings(source="digits"), batch_size=16, seed=0, feeds=[Feed(adaptation=adaptation)]
    )
    layers = [*first_layers, keras.layers.Flatten(), keras.layers.Dense(10, "softmax")]
    assert fitted(pipeline, layers, epochs=4)["val_accuracy"][-1] > 0.8
