"""Older project files, brought to the present format one version at a time."""

import re
from collections.abc import Callable, Mapping
from typing import Any

from designer.document.schema import FORMAT_NAME, FORMAT_VERSION
from designer.errors import ProjectFileError

Migration = Callable[[dict[str, Any]], dict[str, Any]]

MIGRATIONS: Mapping[int, Migration] = {}
"""By the version that a migration starts from. Version 1 is the first, so there is none yet."""


def is_project(data: dict[str, Any]) -> bool:
    """Whether an object says that it is a project file, of whatever version."""
    return str(data.get("format", "")).startswith(f"{FORMAT_NAME}/")


def format_version(data: dict[str, Any]) -> int:
    """The version that a file says it has.

    Raises:
        ProjectFileError: It isn't a project file.
    """
    match = re.fullmatch(rf"{FORMAT_NAME}/([0-9]{{1,9}})", str(data.get("format", "")))
    if not match:
        raise ProjectFileError(
            f'This is no Model Designer project: "format" should be "{FORMAT_NAME}/{FORMAT_VERSION}".',
            "Open a file that Model Designer saved.",
        )
    return int(match[1])


def migrate(
    data: dict[str, Any], migrations: Mapping[int, Migration] = MIGRATIONS, newest: int = FORMAT_VERSION
) -> dict[str, Any]:
    """Bring a file's content to the newest format.

    Raises:
        ProjectFileError: The file is newer than this program, or too old for it.
    """
    version = format_version(data)
    if version > newest:
        raise ProjectFileError(
            f"It has the format {FORMAT_NAME}/{version}; this program knows up to {FORMAT_NAME}/{newest}.",
            "Update Model Designer to open it.",
        )
    for step in range(version, newest):
        if step not in migrations:
            raise ProjectFileError(f"Files of format {FORMAT_NAME}/{step} can't be opened any more.")
        data = migrations[step](data) | {"format": f"{FORMAT_NAME}/{step + 1}"}
    return data
