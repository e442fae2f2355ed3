"""What is imported is declared: a package that only comes along with another may leave with it."""

import ast
import re
import sys
import tomllib
from collections.abc import Iterator
from importlib.metadata import packages_distributions
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
OURS = {"designer", "presets"}
# Its distribution also goes by other names, such as tensorflow_cpu.
TENSORFLOW = {"tensorflow"}


def imported(folder: str) -> Iterator[str]:
    for path in (ROOT / folder).rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                yield from (alias.name.partition(".")[0] for alias in node.names)
            elif isinstance(node, ast.ImportFrom) and node.module:
                yield node.module.partition(".")[0]


def normalised(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def test_every_imported_package_is_a_declared_dependency() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    declared = {normalised(re.split(r"[^\w.-]", line)[0]) for line in project["dependencies"]}
    provider = packages_distributions()
    packages = {*imported("designer"), *imported("presets")} - sys.stdlib_module_names - OURS - TENSORFLOW
    missing = {package for package in packages if not declared & set(map(normalised, provider[package]))}
    assert not missing
