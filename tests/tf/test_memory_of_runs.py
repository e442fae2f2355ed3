"""What a run takes of the memory is given back at its end, but for what TensorFlow itself keeps."""

import gc
import time
from pathlib import Path
from typing import Any

import keras
import pytest

from benchmarks.memory_cycles import growth, growths
from designer.data.pipeline import Pipeline
from designer.training.conductor import Conductor
from designer.training.events import RunFinished
from designer.training.fitting import Fitting
from designer.training.reporter import RunReporter
from designer.training.runner import Runner
from tests.tf.training_rig import digits_project


def left(*types: type) -> list[Any]:
    gc.collect()
    return [each for each in gc.get_objects() if isinstance(each, types)]


def train(run_dir: Path) -> None:
    runner, is_done = Runner(), False
    runner.start(digits_project(2, tensorboard=True), run_dir, steps_per_epoch=4)
    while not is_done:
        time.sleep(0.01)
        is_done = any(isinstance(event, RunFinished) for event in runner.poll())
    assert runner.close(60)


def test_neither_network_nor_samples_outlive_a_run(tmp_path: Path) -> None:
    held = {id(each) for each in left(keras.Model)}  # by other tests
    train(tmp_path)
    assert not [each for each in left(keras.Model) if id(each) not in held]
    assert not left(Pipeline, Fitting, Conductor, RunReporter)


def test_growth_is_the_median_slope_after_the_first_cycles() -> None:
    assert growth([0, 50, 80, 90, 95, 100, 110, 120, 900, 140]) == 10


@pytest.mark.slow
def test_cycles_of_training_keep_no_more_than_plain_keras() -> None:
    ours, plain = growths()
    assert ours <= plain + 1
