"""Which interrupted runs the user doesn't want to be asked about any more."""

from collections.abc import Iterable

from PySide6.QtCore import QSettings

_KEY = "runs/dismissed"
_MOST = 200


def dismissed(settings: QSettings) -> frozenset[str]:
    """The folder names of these runs."""
    found = settings.value(_KEY)
    names = found if isinstance(found, list) else [found] if found else []  # Qt makes one of one a text
    return frozenset(str(name) for name in names)


def dismiss(settings: QSettings, names: Iterable[str]) -> None:
    """Remember runs by their folder names, which begin with the time: the newest ones are kept."""
    settings.setValue(_KEY, sorted({*dismissed(settings), *names})[-_MOST:])
