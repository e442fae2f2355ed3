"""The panels around the canvas: each in a dock that moves, closes, floats, and comes back where it was."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QByteArray, QPoint, QSettings, QSize, Qt, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QDockWidget, QMainWindow, QMenu, QTabBar, QTabWidget, QWidget
from typing_extensions import override

_LEFT, _RIGHT, _BOTTOM = (
    Qt.DockWidgetArea.LeftDockWidgetArea,
    Qt.DockWidgetArea.RightDockWidgetArea,
    Qt.DockWidgetArea.BottomDockWidgetArea,
)
_LEAST_PX = {_LEFT: 256, _RIGHT: 304, _BOTTOM: 272}
_SHARES = {_LEFT: 0.11, _RIGHT: 0.15, _BOTTOM: 0.33}
"""Of the window's width, or its height at the bottom; a panel begins with that or with the least."""
_LAYOUT_VERSION = 1
_NUM_KEYS = 10


class _NoTitle(QWidget):
    """Stands where a title bar would be, and takes no room."""

    @override
    def sizeHint(self) -> QSize:
        return QSize(0, 0)

    @override
    def minimumSizeHint(self) -> QSize:
        return QSize(0, 0)


@dataclass(frozen=True)
class Panel:
    """A widget and where it belongs.

    Args:
        name: By which its place is remembered.
        title: On its tab.
    """

    name: str
    title: str
    area: Qt.DockWidgetArea
    widget: QWidget


class _Dock(QDockWidget):
    """A dock that is left by Esc, where nothing in it takes that key."""

    def __init__(self, title: str, window: QMainWindow, leave: Callable[[], None]) -> None:
        super().__init__(title, window)
        self._leave = leave

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self._leave()
        else:
            super().keyPressEvent(event)


class Docks:
    """All docks of a window.

    Args:
        window: Whose.
        panels: What is in them.
        leave: Takes the keyboard out of a panel in which Esc was pressed.
    """

    def __init__(self, window: QMainWindow, panels: tuple[Panel, ...], leave: Callable[[], None]) -> None:
        self._window = window
        self._leave = leave
        self._docks: dict[str, QDockWidget] = {}
        self._below: list[QDockWidget] = []
        self._bars: list[QTabBar] = []
        window.setDockNestingEnabled(True)
        window.setTabPosition(Qt.DockWidgetArea.AllDockWidgetAreas, QTabWidget.TabPosition.North)
        window.setCorner(Qt.Corner.BottomRightCorner, _RIGHT)
        window.setCorner(Qt.Corner.BottomLeftCorner, _LEFT)
        first: dict[Qt.DockWidgetArea, QDockWidget] = {}
        for panel in panels:
            dock = self._make(panel)
            if panel.area in first:
                window.tabifyDockWidget(first[panel.area], dock)
            else:
                window.addDockWidget(panel.area, dock)
                first[panel.area] = dock
        self._panels = panels
        self._title_timer = QTimer(window, singleShot=True, interval=0)
        self._title_timer.timeout.connect(self._show_titles)
        for dock in self._docks.values():
            for moved in (dock.visibilityChanged, dock.topLevelChanged, dock.dockLocationChanged):
                moved.connect(self._title_timer.start)
        self._raise_first()

    def __getitem__(self, name: str) -> QDockWidget:
        return self._docks[name]

    def fill_menu(self, menu: QMenu) -> None:
        """List the panels: choosing one brings the keyboard into it, or hides it where it is there."""
        for number, (name, dock) in enumerate(self._docks.items(), start=1):
            action = menu.addAction(dock.windowTitle(), partial(self._toggle, name))
            action.setObjectName(f"action_show_{name}")
            if number <= _NUM_KEYS:
                action.setShortcut(f"Alt+{number % _NUM_KEYS}")
            action.setCheckable(True)
            dock.visibilityChanged.connect(action.setChecked)

    def show(self, name: str) -> None:
        """Bring a panel to the front."""
        self._docks[name].show()
        self._docks[name].raise_()

    def show_below(self, name: str, other: str) -> None:
        """Take a panel out of the tabs and put it below another one."""
        dock, neighbour = self._docks[name], self._docks[other]
        self._window.removeDockWidget(dock)
        self._window.addDockWidget(self._window.dockWidgetArea(neighbour), dock, Qt.Orientation.Vertical)
        dock.show()
        neighbour.raise_()
        self._below.append(dock)

    def set_default_sizes(self) -> None:
        """Give the panels their first sizes; the window must be shown, since Qt scales them with it."""
        for area in _LEAST_PX:
            way = Qt.Orientation.Vertical if area == _BOTTOM else Qt.Orientation.Horizontal
            self._resize(self._in(area), area, way)
        self._resize(self._below, _BOTTOM, Qt.Orientation.Vertical)

    def hide_leftovers(self) -> None:
        """Hide the tab bars that Qt made while the docks were joined one by one and has forgotten since."""
        middle = self._window.centralWidget()
        top = middle.y() if middle else 0
        for bar in self._tab_bars():
            if bar.y() < top:  # it was never laid out again
                bar.hide()

    def save(self, settings: QSettings) -> None:
        """Remember where everything is."""
        settings.setValue("window/geometry", self._window.saveGeometry())
        settings.setValue("window/layout", self._window.saveState(_LAYOUT_VERSION))

    def restore(self, settings: QSettings) -> bool:
        """Put everything back where it was; whether anything was remembered."""
        geometry, layout = settings.value("window/geometry"), settings.value("window/layout")
        if not isinstance(geometry, QByteArray) or not isinstance(layout, QByteArray):
            return False
        return self._window.restoreGeometry(geometry) and self._window.restoreState(layout, _LAYOUT_VERSION)

    def _make(self, panel: Panel) -> QDockWidget:
        dock = _Dock(panel.title, self._window, self._leave)
        dock.setObjectName(f"dock_{panel.name}")
        dock.setWidget(panel.widget)
        # A panel behind another tab lies outside the window but is not hidden: keep the Tab key out of it.
        dock.visibilityChanged.connect(panel.widget.setEnabled)
        self._docks[panel.name] = dock
        return dock

    def _show_titles(self) -> None:
        """Give a title bar to the panels that have no tab; a tab says the same, and does the same."""
        for bar in self._tab_bars():
            if bar not in self._bars:
                self._bars.append(bar)
                bar.tabBarDoubleClicked.connect(partial(self._float, bar))
                bar.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
                bar.customContextMenuRequested.connect(partial(self._ask, bar))
        for dock in self._docks.values():
            beside = self._window.tabifiedDockWidgets(dock)
            has_tab = not dock.isFloating() and any(not other.isHidden() for other in beside)
            if has_tab != isinstance(dock.titleBarWidget(), _NoTitle):
                dock.setTitleBarWidget(_NoTitle() if has_tab else None)  # type: ignore[arg-type]  # Qt's own

    def _tab_bars(self) -> list[QTabBar]:
        """The bars that Qt has made for panels that share a place."""
        return self._window.findChildren(QTabBar, options=Qt.FindChildOption.FindDirectChildrenOnly)

    def _float(self, bar: QTabBar, place: int) -> None:
        """Give a panel a window of its own."""
        if dock := self._titled(bar.tabText(place)):
            dock.setFloating(True)

    def _ask(self, bar: QTabBar, spot: QPoint) -> None:
        """What can be done with the panel whose tab was clicked with the right button."""
        dock = self._titled(bar.tabText(bar.tabAt(spot)))
        if dock is None:
            return
        menu = QMenu(bar)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addAction("&Float", partial(dock.setFloating, True))
        menu.addAction("&Hide", dock.hide)
        menu.popup(bar.mapToGlobal(spot))

    def _titled(self, title: str) -> QDockWidget | None:
        return next((dock for dock in self._docks.values() if dock.windowTitle() == title), None)

    def _resize(self, docks: list[QDockWidget], area: Qt.DockWidgetArea, way: Qt.Orientation) -> None:
        """Give docks the extent that those of an area have."""
        whole = self._window.height() if area == _BOTTOM else self._window.width()
        extent = max(_LEAST_PX[area], round(_SHARES[area] * whole))
        self._window.resizeDocks(docks, [extent] * len(docks), way)

    def _toggle(self, name: str) -> None:
        """Bring a panel to the front and the keyboard into it; hide it where the keyboard is in it."""
        dock = self._docks[name]
        is_in_front = dock.isVisible() and not dock.visibleRegion().isEmpty()
        if is_in_front and (self._has_keyboard(dock) or not self._give_keyboard(dock)):
            dock.hide()
        elif not is_in_front:
            self.show(name)
            self._give_keyboard(dock)

    def _has_keyboard(self, dock: QDockWidget) -> bool:
        focus = self._window.focusWidget()
        return focus is not None and dock.isAncestorOf(focus)

    def _give_keyboard(self, dock: QDockWidget) -> bool:
        """Put the keyboard into a panel, or the first of its parts that takes it; whether there is one."""
        panel = dock.widget()
        for part in (panel, *panel.findChildren(QWidget)):
            if part.focusPolicy() & Qt.FocusPolicy.TabFocus and part.isVisibleTo(panel):
                part.setFocus(Qt.FocusReason.ShortcutFocusReason)
                return True
        return False

    def _raise_first(self) -> None:
        for area in (_LEFT, _RIGHT, _BOTTOM):
            self._in(area)[0].raise_()

    def _in(self, area: Qt.DockWidgetArea) -> list[QDockWidget]:
        docks = (self._docks[panel.name] for panel in self._panels)
        return [dock for dock in docks if self._window.dockWidgetArea(dock) == area]
