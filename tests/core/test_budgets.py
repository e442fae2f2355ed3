"""Files and functions stay small enough to read at one go."""

import ast
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
FOLDERS = ("designer", "presets", "benchmarks", "tests")
SOURCES = sorted(path for folder in FOLDERS for path in (ROOT / folder).rglob("*.py"))

MAX_FILE_LINES = 400
MAX_FUNCTION_LINES = 50
MAX_FUNCTION_LINES_IN_TESTS = 40


def test_files_are_within_budget() -> None:
    too_long = [
        f"{path.relative_to(ROOT)}: {count} lines, {MAX_FILE_LINES} allowed"
        for path in SOURCES
        if (count := len(path.read_text(encoding="utf-8").splitlines())) > MAX_FILE_LINES
    ]
    assert not too_long, "\n".join(too_long)


def test_functions_are_within_budget() -> None:
    too_long = [
        f"{path.relative_to(ROOT)}:{offender}" for path in SOURCES for offender in long_functions(path)
    ]
    assert not too_long, "\n".join(too_long)


def test_a_long_method_is_reported(tmp_path: Path) -> None:
    path = tmp_path / "long.py"
    path.write_text("class A:\n    def f(self):\n" + "        pass\n" * MAX_FUNCTION_LINES)
    assert list(long_functions(path)) == ["2 f: 51 lines, 50 allowed"]


def long_functions(path: Path) -> Iterator[str]:
    limit = MAX_FUNCTION_LINES_IN_TESTS if path.is_relative_to(ROOT / "tests") else MAX_FUNCTION_LINES
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            count = (node.end_lineno or node.lineno) - node.lineno + 1
            if count > limit:
                yield f"{node.lineno} {node.name}: {count} lines, {limit} allowed"
