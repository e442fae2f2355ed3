"""What is heavy is loaded late: TensorFlow never below the compiler, Qt never below the window."""

import json
import pkgutil
import subprocess
import sys
from pathlib import Path

import pytest

import designer

HEAVY = {"tensorflow", "keras", "tensorflow_datasets", "sklearn"}
QT = {"PySide6", "shiboken6", "pyqtgraph", "qtawesome"}
FACES = ("app", "ui", "__main__")
LIGHT_FLOORS = ("atomic", "catalog", "document", "errors", "graph", "paths")


def floor_of(module: str) -> str:
    return module.partition(".")[2].partition(".")[0]


MODULES = [info.name for info in pkgutil.walk_packages(designer.__path__, "designer.")]
WITHOUT_WINDOW = ["designer", *(name for name in MODULES if floor_of(name) not in FACES)]
LIGHT = ["designer", "designer.cli", *(name for name in MODULES if floor_of(name) in LIGHT_FLOORS)]


def packages_after(code: str) -> set[str]:
    """Top-level packages that a fresh interpreter has loaded after running `code`."""
    report = "\nimport json, sys\nprint(json.dumps([*{name.partition('.')[0] for name in sys.modules}]))"
    root = Path(designer.__file__).parents[1]
    done = subprocess.run(
        [sys.executable, "-c", code + report], stdout=subprocess.PIPE, check=True, cwd=root, timeout=60
    )
    return set(json.loads(done.stdout.splitlines()[-1]))


@pytest.mark.parametrize(
    ("modules", "banned"),
    [
        (["designer"], HEAVY | QT | {"numpy", "pydantic"}),
        (LIGHT, HEAVY | QT),
        (WITHOUT_WINDOW, HEAVY | QT),
        (["designer.app"], HEAVY),
    ],
    ids=["package", "lower floors and command line", "all without the window", "window"],
)
def test_importing_loads_nothing_heavy(modules: list[str], banned: set[str]) -> None:
    assert packages_after(f"import {', '.join(modules)}") & banned == set()


def test_presets_and_files_work_without_anything_heavy(tmp_path: Path) -> None:
    code = f"""
import designer.cli
from designer.document.files import open_project
from designer.document.presets import load_preset
path = load_preset("wide_resnet").save({str(tmp_path / "net.json")!r})
open_project(path)
designer.cli.main(["presets", "--json"])
"""
    assert packages_after(code) & (HEAVY | QT) == set()


def test_public_functions_are_imported_when_they_are_used() -> None:
    assert packages_after("import designer; designer.load_preset('svgg')") & (HEAVY | QT) == set()
    assert set(designer.__all__) <= set(dir(designer))
    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        designer.nothing  # noqa: B018
