"""Finds Qt objects that a test has left behind."""

import gc

import shiboken6
from PySide6.QtCore import QCoreApplication, QEvent, QObject, QTimer
from PySide6.QtWidgets import QApplication

# Qt keeps one tool tip label for later use.
OWNED_BY_QT = ("QTipLabel",)


def living_objects() -> list[QObject]:
    """The top-level widgets and running timers that exist now."""
    app = QApplication.instance()
    if app is None:
        return []
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    widgets = [
        widget
        for widget in QApplication.topLevelWidgets()
        if widget.metaObject().className() not in OWNED_BY_QT
    ]
    timers = [item for item in shiboken6.getAllValidWrappers() if isinstance(item, QTimer)]
    return [*widgets, *(timer for timer in timers if timer.isActive())]


def objects_left(before: list[QObject]) -> list[str]:
    """Describes the living objects that are not in `before`."""
    if not any(item not in before for item in living_objects()):
        return []
    gc.collect()
    left = [item for item in living_objects() if item not in before]
    return [f"{type(item).__name__} {item.objectName()!r}" for item in left]
