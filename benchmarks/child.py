"""Measurements that are made in a process of their own, with a home folder of its own."""

import json
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

_ROOT = Path(__file__).resolve().parent.parent
_TIMEOUT_S = 300


def told_by(module: str, argument: str, environment: Mapping[str, str]) -> Any:
    """What `python -m MODULE ARGUMENT` prints, read as JSON."""
    with tempfile.TemporaryDirectory() as home:
        output = subprocess.run(
            [sys.executable, "-m", module, argument],
            cwd=_ROOT,
            env={**environment, "MODEL_DESIGNER_HOME": home},
            timeout=_TIMEOUT_S,
            check=True,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        ).stdout
    return json.loads(output)
