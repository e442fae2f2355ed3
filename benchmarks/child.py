"""Fresh processes in which a benchmark does its steps."""

import json
import subprocess
import tempfile
from collections.abc import Mapping
from pathlib import Path

_ROOT = Path(__file__).resolve().parent.parent
_ERRORS = subprocess.CalledProcessError, subprocess.TimeoutExpired, OSError


class FailedError(Exception):
    """A program that couldn't be run; says why in one line."""


def run(command: list[str], timeout_s: float, environment: Mapping[str, str] | None = None) -> str:
    """What a program prints.

    Raises:
        FailedError: It can't be started, fails or takes too long.
    """
    try:
        return subprocess.run(
            command,
            cwd=_ROOT,
            env=environment,
            timeout=timeout_s,
            check=True,
            capture_output=True,
            text=True,
        ).stdout
    except _ERRORS as error:
        told = getattr(error, "stderr", None) if isinstance(error, subprocess.CalledProcessError) else None
        raise FailedError((told or str(error)).strip().splitlines()[-1]) from error


def samples_of(
    python: str, module: str, argument: str, environment: Mapping[str, str], timeout_s: float
) -> dict[str, list[float]]:
    """All samples of a module of ours in a fresh process with an empty home, by step."""
    with tempfile.TemporaryDirectory() as home:
        output = run(
            [python, "-m", f"benchmarks.{module}", argument],
            timeout_s,
            {**environment, "MODEL_DESIGNER_HOME": home},
        )
    samples: dict[str, list[float]] = json.loads(output)
    return samples
