"""The dialog of preferences. Nothing waits for it, and changes are in force at once."""

from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QTabWidget, QVBoxLayout, QWidget
from typing_extensions import override

from designer.ui.actions import Actions
from designer.ui.bench import Bench
from designer.ui.preferences import TEXT_PERCENTS
from designer.ui.preferences_dialog.file_pages import FilesPage, TrainingPage
from designer.ui.preferences_dialog.keyboard import KeyboardPage
from designer.ui.preferences_dialog.options import Option, OptionPage
from designer.ui.theme import GRID_PX

_WIDTH_PX, _HEIGHT_PX = 600, 520

_APPEARANCE = (
    Option("theme", "&Theme", (("system", "As the system"), ("light", "Light"), ("dark", "Dark"))),
    Option(
        "motion",
        "&Motion",
        (("system", "As the system"), ("on", "On"), ("off", "Off")),
        "Whether layers glide to their new places when the layout is tidied.",
    ),
    Option(
        "text_percent",
        "Te&xt size",
        tuple((percent, f"{percent} %") for percent in TEXT_PERCENTS),
        "Of everything but the canvas, which is zoomed.",
    ),
)
_CANVAS = (
    Option(
        "orientation",
        "&New networks flow",
        (("vertical", "From top to bottom"), ("horizontal", "From left to right")),
    ),
    Option(
        "node_number",
        "N&umber on layers",
        (
            ("shape", "Output shape and parameters"),
            ("flops", "FLOPs"),
            ("memory", "Activation memory"),
            ("field", "Receptive field"),
        ),
    ),
    Option("snaps_to_grid", "Dragged layers snap to the &grid"),
    Option(
        "snaps_to_guides",
        "Dragged layers &line up with others",
        tip="Hold Ctrl while dragging to place layers freely.",
    ),
    Option(
        "shows_minimap",
        "Overview in the &corner",
        tip="Where only a part of the network is in sight.",
    ),
)


class PreferencesDialog(QDialog):
    """All preferences, a tab for each part of the program."""

    def __init__(self, bench: Bench, actions: Actions, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("preferencesDialog")
        self.setWindowTitle("Preferences")
        self._preferences = bench.preferences
        self._files = FilesPage(bench.preferences, bench.settings)
        tabs = QTabWidget()
        tabs.setObjectName("preferencePages")
        for title, page in (
            ("Appearance", OptionPage(bench.preferences, _APPEARANCE)),
            ("Canvas", OptionPage(bench.preferences, _CANVAS)),
            ("Keyboard", KeyboardPage(bench.keymap, actions.rows())),
            ("Files", self._files),
            ("Training", TrainingPage(bench.preferences, bench.run_dir)),
        ):
            tabs.addTab(page, title)
        column = QVBoxLayout(self)
        column.setContentsMargins(GRID_PX, GRID_PX, GRID_PX, GRID_PX)
        column.addWidget(tabs)
        column.addWidget(self._make_buttons())
        self.resize(_WIDTH_PX, _HEIGHT_PX)

    @override
    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.WindowActivate:
            self._files.count()
        return super().event(event)

    def _make_buttons(self) -> QDialogButtonBox:
        standard = QDialogButtonBox.StandardButton
        buttons = QDialogButtonBox(standard.RestoreDefaults | standard.Close)
        buttons.setObjectName("preferenceButtons")
        restore = buttons.button(standard.RestoreDefaults)
        restore.setText("Restore defaults")
        restore.setObjectName("restoreDefaults")
        restore.setToolTip("Of all pages but the keyboard, which has a button of its own")
        restore.clicked.connect(self._preferences.restore_defaults)
        buttons.rejected.connect(self.reject)
        return buttons
