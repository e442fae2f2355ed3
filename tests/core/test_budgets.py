"""Files and functions stay small enough to read at one go, and no test measures speed."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
FOLDERS = ("designer", "presets", "benchmarks", "tests")
SOURCES = sorted(path for folder in FOLDERS for path in (ROOT / folder).rglob("*.py"))

MAX_FILE_LINES = 400
MAX_FUNCTION_LINES = 50
MAX_FUNCTION_LINES_IN_TESTS = 40

CLOCKS = {"perf_counter", "perf_counter_ns", "process_time", "thread_time", "timeit", "QElapsedTimer"}
"""What measures speed, which belongs into `benchmarks/`; a deadline for waiting is told by `monotonic`."""


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


def test_no_test_measures_speed() -> None:
    tests = (path for path in SOURCES if path.is_relative_to(ROOT / "tests"))
    timed = [f"{path.relative_to(ROOT)}:{line}" for path in tests for line in clocks(path)]
    assert not timed, "\n".join(["Measure speed in benchmarks/:", *timed])


@pytest.mark.parametrize(
    "line",
    [
        "from time import perf_counter as now",
        "start = time.perf_counter()",
        "import timeit",
        "QElapsedTimer()",
    ],
)
def test_a_clock_is_reported(tmp_path: Path, line: str) -> None:
    path = tmp_path / "timed.py"
    path.write_text(f"end = time.monotonic() + 10\n{line}\n")
    assert list(clocks(path)) == [2]


def clocks(path: Path) -> Iterator[int]:
    """The lines where a clock is named."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        named = {getattr(node, field, None) for field in ("id", "attr", "name", "module")}
        if named & CLOCKS and isinstance(node, ast.Name | ast.Attribute | ast.alias | ast.ImportFrom):
            yield node.lineno


def long_functions(path: Path) -> Iterator[str]:
    limit = MAX_FUNCTION_LINES_IN_TESTS if path.is_relative_to(ROOT / "tests") else MAX_FUNCTION_LINES
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            count = (node.end_lineno or node.lineno) - node.lineno + 1
            if count > limit:
                yield f"{node.lineno} {node.name}: {count} lines, {limit} allowed"
