"""On what a run is trained: the machine and the system, without names of people or hosts."""

import os
import platform
import sys
from pathlib import Path
from typing import Any

_CPU_FILE = Path("/proc/cpuinfo")


def environment() -> dict[str, Any]:
    """What the result and the speed of a run may depend on, besides the versions of packages; JSON.

    The devices are TensorFlow's, and left out where it isn't loaded.
    """
    found: dict[str, Any] = {
        "platform": platform.platform(),
        "machine": platform.machine(),
        "cpu": _cpu_name(),
        "num_cpus": os.cpu_count(),
    }
    if tensorflow := sys.modules.get("tensorflow"):
        found["devices"] = [
            _device(tensorflow, device) for device in tensorflow.config.list_physical_devices()
        ]
    return found


def _cpu_name() -> str:
    try:
        lines = _CPU_FILE.read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:  # no Linux
        return platform.processor()
    names = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return names[0] if names else platform.processor()


def _device(tensorflow: Any, device: Any) -> str:
    """`GPU:0 (NVIDIA A100)`, or without a name where it has none."""
    place = device.name.removeprefix("/physical_device:")
    name = tensorflow.config.experimental.get_device_details(device).get("device_name")
    return f"{place} ({name})" if name else place
