"""What a command works on: a project file, or a preset with parameters."""

from collections.abc import Sequence

from designer.document.files import open_project
from designer.document.presets import load_preset
from designer.document.project import Project
from designer.errors import RequestError


def load_target(target: str, settings: Sequence[str] = ()) -> Project:
    """Open a target as the command line names it.

    Args:
        target: A project file, or `preset:NAME`.
        settings: `name=value` texts for the preset's parameters.

    Raises:
        RequestError: The target is unknown or can't be read, or a setting is wrong.
    """
    kind, _, name = target.partition(":")
    if kind != "preset":
        if settings:
            raise RequestError("--set is for presets; a project file has no parameters.", "Leave it out.")
        return open_project(target)
    return load_preset(name, **dict(_setting(text) for text in settings))


def _setting(text: str) -> tuple[str, str]:
    name, equals, value = text.partition("=")
    if not name or not equals:
        raise RequestError(f'--set "{text}" won\'t do.', "Write it as --set name=value.")
    return name.strip(), value.strip()
