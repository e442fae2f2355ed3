"""Controls of one preference each: they follow it, and choose it anew at every change."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QCheckBox, QFormLayout, QSpinBox, QWidget

from designer.ui.preferences import Choices, Preferences
from designer.ui.theme import GRID_PX
from designer.ui.widgets import Combo, label


@dataclass(frozen=True)
class Option:
    """One row of a page.

    Args:
        field: Of `Choices`.
        text: What it is called, with the letter for the keyboard marked.
        values: What can be chosen, and in which words; empty for on and off.
        tip: What it does, where the words don't say it.
    """

    field: str
    text: str
    values: Sequence[tuple[object, str]] = ()
    tip: str = ""


class OptionPage(QWidget):
    """A page of options."""

    def __init__(self, preferences: Preferences, options: Sequence[Option]) -> None:
        super().__init__()
        self.form = QFormLayout(self)
        self.form.setContentsMargins(*[2 * GRID_PX] * 4)
        self.form.setVerticalSpacing(GRID_PX)
        self.form.setHorizontalSpacing(2 * GRID_PX)
        self.form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        for option in options:
            if option.values:
                self.form.addRow(option.text, ChoiceBox(preferences, option))
            else:
                self.form.addRow("", ChoiceTick(preferences, option))
            if option.tip:
                self.form.addRow("", label(option.tip, muted=True, small=True))


class ChoiceBox(Combo):
    """One of several values."""

    def __init__(self, preferences: Preferences, option: Option) -> None:
        super().__init__(f"preference_{option.field}", option.text.replace("&", ""))
        self._field = option.field
        self._values = [value for value, _ in option.values]
        self.addItems([text for _, text in option.values])
        self._show(preferences.now)
        self.activated.connect(lambda place: preferences.choose(**{self._field: self._values[place]}))
        preferences.changed.connect(self._show)

    @Slot(object)
    def _show(self, now: Choices) -> None:
        self.setCurrentIndex(self._values.index(getattr(now, self._field)))


class ChoiceTick(QCheckBox):
    """On or off."""

    def __init__(self, preferences: Preferences, option: Option) -> None:
        super().__init__(option.text)
        self.setObjectName(f"preference_{option.field}")
        self._field = option.field
        self._show(preferences.now)
        self.clicked.connect(lambda is_on: preferences.choose(**{self._field: is_on}))
        preferences.changed.connect(self._show)

    @Slot(object)
    def _show(self, now: Choices) -> None:
        self.setChecked(getattr(now, self._field))


class ChoiceCount(QSpinBox):
    """A whole number."""

    def __init__(self, preferences: Preferences, option: Option, most: int) -> None:
        super().__init__()
        self.setObjectName(f"preference_{option.field}")
        self.setAccessibleName(option.text.replace("&", ""))
        self.setRange(0, most)
        self._field = option.field
        self._show(preferences.now)
        self.valueChanged.connect(lambda count: preferences.choose(**{self._field: count}))
        preferences.changed.connect(self._show)

    @Slot(object)
    def _show(self, now: Choices) -> None:
        self.setValue(getattr(now, self._field))
