"""Where resources, presets, runs, caches and data are, in a checkout and in an installed wheel.

`MODEL_DESIGNER_HOME` moves every per-user folder below one root.
"""

import os
from pathlib import Path

import platformdirs

_PACKAGE = Path(__file__).resolve().parent
_APP = "model-designer"


def resources_dir() -> Path:
    """The folder with the layer catalogue, icons and texts that ship with the program."""
    return _shipped("resources")


def presets_dir() -> Path:
    """The folder with the preset modules and ready projects that ship with the program."""
    return _shipped("presets")


def user_data_dir() -> Path:
    """Where this user's work is kept; the parent of `runs_dir`."""
    return _user_dir("data", platformdirs.user_data_path(_APP, appauthor=False))


def runs_dir() -> Path:
    """The parent folder of runs, where no other was given."""
    return user_data_dir() / "runs"


def blocks_dir() -> Path:
    """Where the user's own blocks are, a project file each."""
    return user_data_dir() / "blocks"


def backups_dir() -> Path:
    """Where edits that aren't saved yet are kept."""
    return user_data_dir() / "backups"


def queues_dir() -> Path:
    """Where runs are kept that are still to be trained."""
    return user_data_dir() / "queues"


def cache_dir() -> Path:
    """Where what can be made again is kept, such as a catalogue for another Keras."""
    return _user_dir("cache", platformdirs.user_cache_path(_APP, appauthor=False))


def config_dir() -> Path:
    """Where preferences are kept."""
    return _user_dir("config", platformdirs.user_config_path(_APP, appauthor=False))


def tfds_dir() -> Path:
    """Where tensorflow-datasets keeps prepared datasets: `TFDS_DATA_DIR` or its own default."""
    return Path(os.environ.get("TFDS_DATA_DIR") or Path.home() / "tensorflow_datasets").expanduser()


def _shipped(name: str) -> Path:
    in_wheel = _PACKAGE / f"_{name}"
    return in_wheel if in_wheel.is_dir() else _PACKAGE.parent / name


def _user_dir(kind: str, default: Path) -> Path:
    home = os.environ.get("MODEL_DESIGNER_HOME")
    return Path(home).expanduser() / kind if home else default
