"""Every colour, size and time of the window, dark and light, and how they reach Qt.

Family colours keep one luminance within a theme and stay apart for red-green blind eyes; tests hold both.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QColor, QGuiApplication, QPalette
from PySide6.QtWidgets import QApplication

Mode = Literal["system", "dark", "light"]

GRID_PX = 8
TEXT_PX = 13
SMALL_TEXT_PX = 11
LINE_HEIGHT = 1.4
ICON_PX = 16
CONTROL_PX = 24
RADIUS_PX = 4

MOTION_MS = 150
REFUSAL_MS = 4000
HIGHLIGHT_MS = 1200


@dataclass(frozen=True)
class Theme:
    """The colours of one appearance, as `#rrggbb`.

    Attributes:
        window: Behind panels, menus and bars.
        base: Behind text fields and lists.
        canvas: Behind the network and the curves.
        card: A node, a tool tip.
        card_hover: The same under the cursor.
        text: Text on any of these.
        muted: Secondary text on any of these.
        line: Separators; they carry no meaning and stay quiet.
        outline: The border of what can be used: a node, a text field.
        edge: Tensor flows, ports, axes.
        accent: Selection, focus and the one primary action.
        on_accent: Text on `accent`.
        families: Colour by tone; see `family`.
        series: Colours of curves, in order.
    """

    name: Literal["dark", "light"]
    window: str
    base: str
    canvas: str
    card: str
    card_hover: str
    text: str
    muted: str
    line: str
    outline: str
    edge: str
    accent: str
    on_accent: str
    error: str
    warning: str
    success: str
    families: Mapping[str, str]
    series: tuple[str, ...]

    @property
    def is_dark(self) -> bool:
        """Whether text is lighter than what lies behind it."""
        return self.name == "dark"

    def family(self, category: str) -> str:
        """The colour of a layer family, given by its palette category."""
        return self.families[_TONES.get(category, "grey")]


_TONES = {
    "Core": "slate",
    "Wrappers": "slate",
    "Convolution": "blue",
    "Recurrent": "blue",
    "Attention": "blue",
    "Pooling": "green",
    "Reshape": "green",
    "Activation": "orange",
    "Normalization": "violet",
    "Regularization": "magenta",
    "Merge": "rose",
    "Blocks": "teal",
}

_OUTLINED = {
    **dict.fromkeys(("QLineEdit", "QAbstractSpinBox", "QComboBox", "QPushButton"), 140),
    **dict.fromkeys(("QCheckBox", "TickList", "RunTicks"), 127),
}
"""Fusion draws the outline of these in the window's colour, darkened by so many percent."""

DARK = Theme(
    name="dark",
    window="#1e2126",
    base="#181b1f",
    canvas="#15171a",
    card="#262a31",
    card_hover="#30353d",
    text="#e8eaed",
    muted="#a9b1bc",
    line="#33383f",
    outline="#7f8792",
    edge="#8b94a0",
    accent="#5aa9ff",
    on_accent="#08131f",
    error="#ff8078",
    warning="#e5b84b",
    success="#5ccf73",
    families=MappingProxyType(
        {
            "grey": "#9e9e9e",
            "slate": "#819fd0",
            "blue": "#41a2fc",
            "green": "#3bb360",
            "orange": "#e18667",
            "violet": "#c284ed",
            "magenta": "#dc7ebf",
            "rose": "#ec7b8f",
            "teal": "#1aafb7",
        }
    ),
    series=("#41a2fc", "#e18667", "#3bb360", "#c284ed", "#ec7b8f", "#819fd0", "#dc7ebf", "#9e9e9e"),
)

LIGHT = Theme(
    name="light",
    window="#f3f4f6",
    base="#ffffff",
    canvas="#f8f9fa",
    card="#ffffff",
    card_hover="#edf1f5",
    text="#1c2025",
    muted="#59616b",
    line="#d9dde2",
    outline="#7c848e",
    edge="#727a85",
    accent="#1f66c7",
    on_accent="#ffffff",
    error="#c22f2a",
    warning="#8a5b00",
    success="#1a7a37",
    families=MappingProxyType(
        {
            "grey": "#737373",
            "slate": "#4d76a0",
            "blue": "#3770d0",
            "green": "#17843f",
            "orange": "#c24e1f",
            "violet": "#9558bd",
            "magenta": "#ac5392",
            "rose": "#ba4f65",
            "teal": "#147e8a",
        }
    ),
    series=("#3770d0", "#c24e1f", "#17843f", "#9558bd", "#ba4f65", "#4d76a0", "#ac5392", "#737373"),
)


def current() -> Theme:
    """The theme in force: read off the application's palette, which `Themes` or else the system has set."""
    return DARK if QGuiApplication.palette().color(QPalette.ColorRole.Window).lightness() < 128 else LIGHT


class Themes(QObject):
    """Keeps the application in the chosen theme; with "system" it follows the desktop.

    Signals:
        changed: The `Theme` now in force; emitted after palette and style sheet are set.
    """

    changed = Signal(object)

    def __init__(self, app: QApplication, mode: Mode = "system", text_percent: int = 100) -> None:
        super().__init__(app)
        self._app = app
        app.setStyle("Fusion")
        app.styleHints().colorSchemeChanged.connect(self._on_system_changed)
        self.set_mode(mode, text_percent)

    def set_mode(self, mode: Mode, text_percent: int = 100) -> None:
        """Choose a theme, or let the desktop choose.

        Args:
            text_percent: The size of all text but that on the canvas.
        """
        self.mode: Mode = mode
        self._text_percent = text_percent
        font = self._app.font()
        font.setPixelSize(scaled(TEXT_PX, text_percent))
        self._app.setFont(font)
        is_dark = mode == "dark" or (mode == "system" and _is_system_dark())
        self.theme = DARK if is_dark else LIGHT
        self._app.setPalette(palette(self.theme))
        for name, darkening in _OUTLINED.items():
            outlined = outlined_palette(self.theme, darkening)
            self._app.setPalette(outlined, name)  # type: ignore[arg-type]  # it takes text, not bytes
        sheet = stylesheet(self.theme, text_percent)
        if sheet != self._app.styleSheet():
            self._app.setStyleSheet(sheet)  # it polishes every widget anew
        self.changed.emit(self.theme)

    def set_look(self, mode: Mode, text_percent: int) -> None:
        """Choose theme and size of text; nothing is done over where both are as before."""
        if (mode, text_percent) != (self.mode, self._text_percent):
            self.set_mode(mode, text_percent)

    def _on_system_changed(self) -> None:
        if self.mode == "system":
            self.set_mode("system", self._text_percent)


def _is_system_dark() -> bool:
    return QGuiApplication.styleHints().colorScheme() == Qt.ColorScheme.Dark


def palette(theme: Theme) -> QPalette:
    """The theme as Qt's own widgets want it."""
    role = QPalette.ColorRole
    colors = {
        role.Window: theme.window,
        role.WindowText: theme.text,
        role.Base: theme.base,
        role.AlternateBase: theme.window,
        role.ToolTipBase: theme.card,
        role.ToolTipText: theme.text,
        role.PlaceholderText: theme.muted,
        role.Text: theme.text,
        role.Button: theme.card,
        role.ButtonText: theme.text,
        role.BrightText: theme.error,
        role.Link: theme.accent,
        role.LinkVisited: theme.accent,
        role.Highlight: theme.accent,
        role.HighlightedText: theme.on_accent,
        role.Accent: theme.accent,
        role.Light: theme.card_hover,
        role.Midlight: theme.card_hover,
        role.Mid: theme.line,
        role.Dark: theme.line,
        role.Shadow: theme.canvas,
    }
    result = QPalette()
    for color_role, color in colors.items():
        result.setColor(color_role, QColor(color))
    for color_role in (role.WindowText, role.Text, role.ButtonText):
        result.setColor(QPalette.ColorGroup.Disabled, color_role, QColor(theme.outline))
    result.setColor(QPalette.ColorGroup.Disabled, role.Highlight, QColor(theme.line))
    return result


def outlined_palette(theme: Theme, darkening: int) -> QPalette:
    """The theme for widgets with an outline; see `_OUTLINED`."""
    result = palette(theme)
    result.setColor(QPalette.ColorRole.Window, QColor(theme.outline).lighter(darkening))
    return result


def scaled(pixels: int, percent: int) -> int:
    """A size of text, made larger or smaller."""
    return round(pixels * percent / 100)


def stylesheet(theme: Theme, text_percent: int = 100) -> str:
    """What a palette can't say: flat docks and tabs, one primary button, text sizes.

    Set the property `primary` on the one coloured button, and `small` or `muted` on labels.
    """
    half, accent = f"{GRID_PX // 2}px", theme.accent
    beside = GRID_PX if text_percent <= 110 else GRID_PX // 2  # else four tabs don't fit beside the canvas
    normal, small = (f"{scaled(size, text_percent)}px" for size in (TEXT_PX, SMALL_TEXT_PX))
    hairline = f"1px solid {theme.line}"
    return f"""
QMainWindow::separator {{ background: {theme.line}; width: 1px; height: 1px; }}
QMainWindow::separator:hover {{ background: {accent}; }}
QDockWidget {{ font-size: {small}; color: {theme.muted}; }}
QDockWidget > * {{ font-size: {normal}; color: {theme.text}; }}
QDockWidget::title {{ background: {theme.window}; padding: 2px {GRID_PX}px; text-align: left; }}
QStatusBar {{ border-top: {hairline}; }}
QStatusBar::item {{ border: none; }}
QToolBar {{ border: none; border-bottom: {hairline}; padding: {half}; spacing: {half}; }}
QTabBar::tab {{ padding: {half} {beside}px; color: {theme.muted}; border-bottom: 2px solid transparent; }}
QTabBar::tab:selected {{ color: {theme.text}; border-bottom-color: {accent}; }}
QTabBar::tab:hover {{ color: {theme.text}; }}
QTabBar:focus::tab:selected {{ background: {theme.card_hover}; }}
QTabWidget::pane {{ border: none; border-top: {hairline}; }}
QDialogButtonBox {{ dialogbuttonbox-buttons-have-icons: 0; }}
QToolTip {{ background: {theme.card}; color: {theme.text}; border: 1px solid {theme.outline}; }}
QAbstractScrollArea {{ border: none; }}
QComboBox QAbstractItemView {{ border: 1px solid {theme.outline}; }}
QPushButton[primary="true"], QToolButton[primary="true"] {{
  background: {accent}; color: {theme.on_accent}; border: 1px solid {accent};
  border-radius: {RADIUS_PX}px; padding: {half} {2 * GRID_PX}px; font-weight: 600;
}}
QPushButton[primary="true"]:focus, QToolButton[primary="true"]:focus {{ border-color: {theme.text}; }}
QPushButton[primary="true"]:disabled, QToolButton[primary="true"]:disabled {{
  background: {theme.line}; color: {theme.muted}; border-color: {theme.line};
}}
#stage, #startPage, #startRecent, #startPresets {{ background: {theme.canvas}; }}
#tourCard {{ background: {theme.card}; border: 1px solid {theme.outline}; border-radius: {RADIUS_PX}px; }}
InfoBar {{ background: {theme.card}; border: none; border-bottom: {hairline}; }}
#breadcrumb {{ background: {theme.window}; border: none; border-bottom: {hairline}; }}
#findBar {{ background: {theme.window}; border: none; border-bottom: {hairline}; }}
QLabel[small="true"] {{ font-size: {small}; }}
QLabel[heading="true"] {{ font-weight: bold; }}
QLabel[muted="true"] {{ color: {theme.muted}; }}
#commandList {{ background: {theme.window}; border: 1px solid {theme.outline}; }}
"""
