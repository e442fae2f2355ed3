"""PySide's types, made before any other thread may name one.

PySide makes a type when it is named for the first time. That takes steps of Python code, between which
another thread may run, and one that needs the same type then crashes the process: so did 11 of 260 starts
under load, when pyqtgraph, which names all types, was imported on the worker's thread.
"""

from collections.abc import Iterator

from PySide6 import QtCore, QtGui, QtWidgets


def make_types() -> Iterator[object]:
    """Make all types that are left, one a step; some 50 ms altogether once a window has been painted."""
    for module in (QtCore, QtGui, QtWidgets):
        for name in dir(module):
            yield getattr(module, name)
