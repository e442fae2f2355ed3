"""What every test may rely on: private user folders, fixed seeds, and proof that nothing is left behind."""

import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import hypothesis
import numpy as np
import pytest

ROOT = Path(__file__).resolve().parent.parent
SOAK = os.environ.get("MODEL_DESIGNER_SOAK") == "1"
MARKER_OF_FOLDER = {"qt": "qt", "tf": "tf", "journeys": "journey"}
OPT_IN_MARKERS = ("network", "gpu")
# tqdm, which tensorflow-datasets uses, keeps one monitor for the whole process.
THREADS_OF_LIBRARIES = ("tqdm_monitor",)

hypothesis.settings.register_profile("default", deadline=None, derandomize=True, database=None)
hypothesis.settings.register_profile("soak", deadline=None, database=None, max_examples=2000)
hypothesis.settings.load_profile("soak" if SOAK else "default")


def pytest_configure(config: pytest.Config) -> None:
    """Sets the environment before any test module is imported."""
    home = Path(tempfile.mkdtemp(prefix="model-designer-test-"))
    config.add_cleanup(lambda: shutil.rmtree(home, ignore_errors=True))
    for name in ("config", "cache", "data", "runtime"):
        (home / name).mkdir(mode=0o700)
        os.environ["XDG_RUNTIME_DIR" if name == "runtime" else f"XDG_{name.upper()}_HOME"] = str(home / name)
    os.environ["HOME"] = os.environ["USERPROFILE"] = str(home)
    os.environ["MODEL_DESIGNER_HOME"] = str(home / "model-designer")
    os.environ.pop("TFDS_DATA_DIR", None)

    # A shell has what it runs in the background ignore Ctrl+C, and so have children and their children.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    os.environ["KERAS_BACKEND"] = "tensorflow"
    os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    if config.option.markexpr != "gpu":
        os.environ["CUDA_VISIBLE_DEVICES"] = "-1"


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Marks tests by folder, and leaves out those that this run has not asked for."""
    for item in items:
        folder = item.path.relative_to(ROOT / "tests").parts[0]
        if folder in MARKER_OF_FOLDER:
            item.add_marker(MARKER_OF_FOLDER[folder])
    wanted = [item for item in items if _is_wanted(item, config.option.markexpr)]
    config.hook.pytest_deselected(items=[item for item in items if item not in wanted])
    items[:] = wanted


def pytest_sessionfinish(session: pytest.Session) -> None:
    """A folder without long counts is no failure of `make soak`; otherwise no tests means a mistake."""
    if SOAK and session.exitstatus == pytest.ExitCode.NO_TESTS_COLLECTED:
        session.exitstatus = pytest.ExitCode.OK


def _is_wanted(item: pytest.Item, markexpr: str) -> bool:
    if any(item.get_closest_marker(name) and name not in markexpr for name in OPT_IN_MARKERS):
        return False
    is_slow = item.get_closest_marker("slow") is not None
    if SOAK:
        return is_slow or "soak" in getattr(item, "fixturenames", ())
    return not is_slow or "slow" in markexpr


@pytest.fixture(scope="session")
def soak() -> bool:
    """Whether long counts are asked for (`make soak`)."""
    return SOAK


@pytest.fixture(scope="session")
def data_root() -> Path:
    """The folder of real data sets; `MODEL_DESIGNER_TEST_DATA` names another."""
    return Path(os.environ.get("MODEL_DESIGNER_TEST_DATA", ROOT.parent / "shared" / "data"))


@pytest.fixture(scope="session")
def need_data(data_root: Path) -> Callable[[str], Path]:
    """A function that gives the path of real data, such as `tfds/cifar10`, or skips the test."""

    def find(name: str) -> Path:
        path = data_root / name
        if not path.exists():
            pytest.skip(f"no {name} in {data_root}; MODEL_DESIGNER_TEST_DATA names the folder of test data")
        return path

    return find


@pytest.fixture(autouse=True)
def fixed_seeds() -> None:
    """Every test starts from the same random state."""
    random.seed(0)
    np.random.seed(0)  # noqa: NPY002 - scikit-learn and Keras draw from the global state
    if "keras" in sys.modules:
        import keras

        keras.utils.set_random_seed(0)


@pytest.fixture(autouse=True)
def no_thread_outlives_test() -> Iterator[None]:
    """Fails a test that leaves a thread running."""
    before = set(threading.enumerate())
    yield
    deadline = time.monotonic() + 2
    while (left := _new_threads(before)) and time.monotonic() < deadline:
        left[0].join(0.05)
    if left:
        pytest.fail(f"threads outlive the test: {', '.join(thread.name for thread in left)}")


@pytest.fixture(autouse=True)
def no_tensorflow_before_its_stage(request: pytest.FixtureRequest) -> Iterator[None]:
    """Fails a test of the core or of widgets that loads TensorFlow, which slows all that follow."""
    folder = request.path.relative_to(ROOT / "tests").parts[0]
    was_there = "tensorflow" in sys.modules
    yield
    if folder in {"core", "qt"} and not was_there and "tensorflow" in sys.modules:
        pytest.fail("it has loaded TensorFlow")


def _new_threads(before: set[threading.Thread]) -> list[threading.Thread]:
    return [
        thread
        for thread in threading.enumerate()
        if thread not in before
        and thread.name not in THREADS_OF_LIBRARIES
        # TensorFlow's own threads, once they have run Python code
        and not isinstance(thread, threading._DummyThread)
    ]


@pytest.fixture(autouse=True)
def no_qt_object_outlives_test(request: pytest.FixtureRequest) -> Iterator[None]:
    """Fails a Qt test that leaves a top-level widget or a running timer."""
    if not (request.node.get_closest_marker("qt") or request.node.get_closest_marker("journey")):
        yield
        return
    from tests.qt_leaks import living_objects, objects_left

    before = living_objects()
    yield
    if left := objects_left(before):
        pytest.fail(f"Qt objects outlive the test: {', '.join(left)}")


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of 2 MB."""
    folder = tmp_path / "small"
    folder.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", "size=2m", "tmpfs", str(folder)]
    if sys.platform != "linux" or os.geteuid() or subprocess.run(command, check=False).returncode:
        pytest.skip("needs the right to mount a file system")
    yield folder
    subprocess.run(["umount", "--lazy", str(folder)], check=True)
