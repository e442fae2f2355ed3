"""Measurements that are made in a process of their own, with a home folder of its own."""

import json
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

_ROOT = Path(__file__).resolve().parent.parent
_TIMEOUT_S = 900


class FailedError(Exception):
    """A program that couldn't be run; says why in one line."""


def told_by(module: str, argument: str, environment: Mapping[str, str], python: str = sys.executable) -> Any:
    """What `python -m MODULE ARGUMENT` prints, read as JSON.

    Raises:
        FailedError: It fails or takes too long.
    """
    with tempfile.TemporaryDirectory() as home:
        command = [python, "-m", module, argument]
        return json.loads(run(command, {**environment, "MODEL_DESIGNER_HOME": home}))


def run(command: list[str], environment: Mapping[str, str] | None = None) -> str:
    """What a program prints.

    Raises:
        FailedError: It can't be started, fails or takes too long.
    """
    try:
        return subprocess.run(
            command,
            cwd=_ROOT,
            env=environment,
            timeout=_TIMEOUT_S,
            check=True,
            capture_output=True,
            text=True,
        ).stdout
    except subprocess.CalledProcessError as error:
        raise FailedError(_last_line(error.stderr) or str(error)) from error
    except (subprocess.TimeoutExpired, OSError) as error:
        raise FailedError(str(error)) from error


def _last_line(text: str) -> str:
    return text.strip().rpartition("\n")[2]
