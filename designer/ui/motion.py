"""How long things may move on the screen: not at all where the user or the system asks for less motion."""

import sys

from PySide6.QtCore import QSettings, QStandardPaths, Qt
from PySide6.QtWidgets import QApplication

from designer.ui.preferences import Motion
from designer.ui.theme import MOTION_MS

_PROPERTY = "motion"
_TOOLKITS = ("gtk-4.0", "gtk-3.0")


def motion_ms() -> int:
    """The length of a movement in milliseconds; 0 for none."""
    app = QApplication.instance()
    wish = app.property(_PROPERTY) if app else None
    is_unwanted = wish == "off" or (wish != "on" and is_motion_unwanted())
    return 0 if is_unwanted else MOTION_MS


def set_motion(app: QApplication, wish: Motion) -> None:
    """Let things move or not, or let the system's settings decide."""
    app.setProperty(_PROPERTY, wish)


def is_motion_unwanted() -> bool:
    """Whether the system's settings turn animations off.

    Qt tells it on Windows only. Elsewhere desktops write it down for GTK, which KDE and XFCE do as well.
    """
    if sys.platform == "win32":
        return not QApplication.isEffectEnabled(Qt.UIEffect.UI_General)
    folder = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.GenericConfigLocation)
    files = (QSettings(f"{folder}/{name}/settings.ini", QSettings.Format.IniFormat) for name in _TOOLKITS)
    answers = (str(file.value("Settings/gtk-enable-animations", "true")).lower() for file in files)
    return any(answer in {"false", "0"} for answer in answers)
