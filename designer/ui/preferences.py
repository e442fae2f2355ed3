"""What the user prefers, in all windows and until it is changed."""

from dataclasses import asdict, dataclass, fields, replace
from typing import Any, Literal, get_args

from PySide6.QtCore import QObject, QSettings, Signal

from designer.ui.canvas.footers import FOOTER_KINDS, FooterKind
from designer.ui.theme import Mode

Motion = Literal["system", "on", "off"]
Orientation = Literal["vertical", "horizontal"]
TrainingPlace = Literal["thread", "process"]

TEXT_PERCENTS = (100, 110, 125)
MOST_RECENT_FILES = 30


@dataclass(frozen=True)
class Choices:
    """All preferences, with what holds until the user chooses.

    Args:
        theme: Dark, light, or as the system.
        motion: Whether nodes glide to new places.
        text_percent: Size of all text but that on the canvas, which is zoomed.
        orientation: Which way data flows in new networks.
        snaps_to_grid: Whether dragged nodes move in steps of the grid.
        snaps_to_guides: Whether dragged nodes stop where they line up with others.
        node_number: What stands at the foot of the cards.
        num_recent_files: How many files are remembered as recent.
        shows_minimap: Whether a small overview lies in the corner of a canvas that shows only a part.
        trains_in: Whether runs go on in a thread of this program or in a process of their own.
    """

    theme: Mode = "system"
    motion: Motion = "system"
    text_percent: int = 100
    orientation: Orientation = "vertical"
    snaps_to_grid: bool = True
    snaps_to_guides: bool = True
    node_number: FooterKind = "shape"
    num_recent_files: int = 10
    shows_minimap: bool = True
    trains_in: TrainingPlace = "thread"


_KEYS = {
    "theme": "window/theme",
    "motion": "window/motion",
    "text_percent": "window/text_percent",
    "orientation": "canvas/orientation",
    "snaps_to_grid": "canvas/snaps_to_grid",
    "snaps_to_guides": "canvas/snaps_to_guides",
    "node_number": "canvas/footer",
    "num_recent_files": "files/num_recent",
    "shows_minimap": "canvas/minimap",
    "trains_in": "training/place",
}

_ALLOWED: dict[str, tuple[Any, ...]] = {
    "theme": get_args(Mode),
    "motion": get_args(Motion),
    "text_percent": TEXT_PERCENTS,
    "orientation": get_args(Orientation),
    "snaps_to_grid": (True, False),
    "snaps_to_guides": (True, False),
    "node_number": FOOTER_KINDS,
    "num_recent_files": tuple(range(MOST_RECENT_FILES + 1)),
    "shows_minimap": (True, False),
    "trains_in": get_args(TrainingPlace),
}


class Preferences(QObject):
    """The preferences in force, kept in the settings.

    Signals:
        changed: The `Choices` now in force.
    """

    changed = Signal(object)

    def __init__(self, settings: QSettings, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._settings = settings
        self._now = Choices(**{name: _read(settings, name) for name in _KEYS})

    @property
    def now(self) -> Choices:
        """What is preferred now."""
        return self._now

    def choose(self, **values: object) -> None:
        """Prefer something else.

        Args:
            values: Fields of `Choices`.
        """
        self._take(replace(self._now, **values))  # type: ignore[arg-type]  # checked in `_take`

    def restore_defaults(self) -> None:
        """Forget all choices."""
        self._take(Choices())

    def _take(self, choices: Choices) -> None:
        if choices == self._now:
            return
        before, self._now = asdict(self._now), choices
        for name, value in asdict(choices).items():
            if value not in _ALLOWED[name]:
                raise ValueError(f"{name}={value!r} is none of {_ALLOWED[name]}")
            if value != before[name]:
                self._settings.setValue(_KEYS[name], value)
        self.changed.emit(choices)


def _read(settings: QSettings, name: str) -> Any:
    """A stored value, or the default where it is none that is allowed; files hold all values as text."""
    stored = str(settings.value(_KEYS[name])).lower()
    default = next(field.default for field in fields(Choices) if field.name == name)
    return next((value for value in _ALLOWED[name] if str(value).lower() == stored), default)
