"""The files opened or saved lately, as the settings remember them."""

from pathlib import Path

from PySide6.QtCore import QSettings

_KEY = "files/recent"


def remembered_files(settings: QSettings) -> list[Path]:
    """All files that are remembered, newest first, also those that are gone."""
    value = settings.value(_KEY)
    names = [value] if isinstance(value, str) else value if isinstance(value, list) else []
    return [Path(name) for name in names if isinstance(name, str) and name]


def recent_files(settings: QSettings) -> list[Path]:
    """Files that still exist, newest first."""
    return [path for path in remembered_files(settings) if path.is_file()]


def remember_file(settings: QSettings, path: Path, most: int) -> None:
    """Put a file first, and forget the oldest beyond so many."""
    others = [other for other in remembered_files(settings) if other != path.absolute()]
    keep_files(settings, [path.absolute(), *others][:most])


def forget_file(settings: QSettings, path: Path) -> None:
    """Remember a file no more."""
    keep_files(settings, [other for other in remembered_files(settings) if other != path])


def keep_files(settings: QSettings, files: list[Path]) -> None:
    """Remember only these."""
    settings.setValue(_KEY, [str(path) for path in files])
