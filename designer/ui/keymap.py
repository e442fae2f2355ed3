"""Which keys the actions have: those of the table, and what the user has changed."""

from collections.abc import Iterable, Mapping, Sequence

from PySide6.QtCore import QObject, QSettings, Signal
from PySide6.QtGui import QKeySequence

_PREFIX = "shortcuts"
_FORMAT = QKeySequence.SequenceFormat.PortableText

Keys = tuple[str, ...]
"""Shortcuts as Qt writes them in files, such as `Ctrl+Shift+Z`; none where the action has no keys."""

RESERVED: Mapping[str, str] = {
    "Esc": "cancels and closes",
    "Tab": "goes to the next field",
    "Shift+Tab": "goes to the field before",
    "Return": "confirms",
    "Enter": "confirms",
    "Space": "presses buttons",
    "Left": "moves in lists and on the canvas",
    "Right": "moves in lists and on the canvas",
    "Up": "moves in lists and on the canvas",
    "Down": "moves in lists and on the canvas",
    "Backspace": "deletes what is typed",
}
"""Keys that must keep their meaning everywhere, and which that is."""


class Keymap(QObject):
    """The keys of all actions, by name; one for all windows.

    Only what differs from the table is kept in the settings. What is no key there is passed over.

    Signals:
        changed: Some actions have other keys.
    """

    changed = Signal()

    def __init__(self, settings: QSettings, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._settings = settings
        self._defaults: dict[str, Keys] = {}
        self._chosen: dict[str, Keys] = {}

    def learn(self, defaults: Mapping[str, Keys]) -> None:
        """Take note of actions and the keys they have unless the user changes them."""
        for name, keys in defaults.items():
            if name not in self._defaults:
                self._defaults[name] = keys
                self._read(name)

    def keys(self, name: str) -> Keys:
        """The keys of an action, without those that the user gave to another action."""
        if name in self._chosen:
            return self._chosen[name]
        taken = {key for keys in self._chosen.values() for key in keys}
        return tuple(key for key in self._defaults.get(name, ()) if key not in taken)

    def default(self, name: str) -> Keys:
        """The keys of an action in the table."""
        return self._defaults[name]

    def is_changed(self, name: str) -> bool:
        """Whether the user has changed the keys of an action."""
        return name in self._chosen

    def holder(self, key: str, besides: str = "") -> str:
        """The name of the action that a key belongs to; empty where it is free."""
        names = (name for name in self._defaults if name != besides and key in self.keys(name))
        return next(names, "")

    def assign(self, name: str, keys: Sequence[str]) -> None:
        """Give an action these keys, and take them from the others that have them."""
        self._give(name, tuple(keys))
        self.changed.emit()

    def reset(self, name: str) -> None:
        """Give an action the keys of the table again."""
        self.assign(name, self._defaults[name])

    def reset_all(self) -> None:
        """Give all actions the keys of the table again."""
        self._chosen.clear()
        self._settings.remove(_PREFIX)
        self.changed.emit()

    def _give(self, name: str, keys: Keys) -> None:
        others = {key: self.holder(key, besides=name) for key in keys}
        for other in filter(None, dict.fromkeys(others.values())):
            self._choose(other, tuple(key for key in self.keys(other) if key not in keys))
        self._choose(name, keys)

    def _choose(self, name: str, keys: Keys) -> None:
        if keys == self._defaults[name]:
            self._chosen.pop(name, None)
            self._settings.remove(f"{_PREFIX}/{name}")
        else:
            self._chosen[name] = keys
            self._settings.setValue(f"{_PREFIX}/{name}", " ".join(keys))

    def _read(self, name: str) -> None:
        stored = self._settings.value(f"{_PREFIX}/{name}")
        if not isinstance(stored, str):
            return
        taken = {key for keys in self._chosen.values() for key in keys}
        keys = tuple(stored.split())
        if all(is_key(key) and key not in taken for key in keys):
            self._chosen[name] = keys


def is_key(text: str) -> bool:
    """Whether a text is one shortcut that an action may have, as Qt writes it."""
    sequence = QKeySequence(text, _FORMAT)
    return sequence.count() == 1 and sequence.toString(_FORMAT) == text and text not in RESERVED


def portable(sequences: Iterable[QKeySequence]) -> Keys:
    """Shortcuts as they are stored."""
    return tuple(sequence.toString(_FORMAT) for sequence in sequences)


def native(keys: Iterable[str]) -> str:
    """Shortcuts as this system writes them, for people."""
    native_format = QKeySequence.SequenceFormat.NativeText
    return ", ".join(QKeySequence(key, _FORMAT).toString(native_format) for key in keys)
