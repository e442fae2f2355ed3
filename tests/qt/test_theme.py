"""Colours can be read and told apart in both themes."""

from collections.abc import Iterator
from itertools import combinations, product

import numpy as np
import numpy.typing as npt
import pytest
from PySide6.QtWidgets import QApplication, QCheckBox, QComboBox, QLineEdit, QSpinBox, QWidget

from designer.ui.theme import DARK, LIGHT, Theme, Themes, current, palette

THEMES = pytest.mark.parametrize("theme", [DARK, LIGHT], ids=lambda theme: theme.name)
SURFACES = ("window", "base", "canvas", "card", "card_hover")

Matrix = npt.NDArray[np.float64]

# Machado, Oliveira and Fernandes (2009), severity 1, on linear RGB.
PROTANOPIA = np.array([[0.1523, 1.0526, -0.2049], [0.1145, 0.7863, 0.0992], [-0.0039, -0.0481, 1.052]])
DEUTERANOPIA = np.array([[0.3673, 0.8606, -0.228], [0.2801, 0.6725, 0.0474], [-0.0118, 0.0429, 0.9689]])
# Ottosson (2020): linear RGB to LMS, and its cube root to OKLab.
LMS = np.array([[0.4122, 0.5363, 0.0514], [0.2119, 0.6807, 0.1074], [0.0883, 0.2817, 0.63]])
OKLAB = np.array([[0.2105, 0.7936, -0.0041], [1.978, -2.4286, 0.4506], [0.0259, 0.7828, -0.8087]])


def linear(color: str) -> Matrix:
    srgb = np.array([int(color[at : at + 2], 16) / 255 for at in (1, 3, 5)])
    return np.asarray(np.where(srgb <= 0.04045, srgb / 12.92, ((srgb + 0.055) / 1.055) ** 2.4))


def luminance(color: str) -> float:
    return float(linear(color) @ (0.2126, 0.7152, 0.0722))


def contrast(one: str, other: str) -> float:
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def oklab(color: str, vision: Matrix) -> Matrix:
    seen = np.clip(vision @ linear(color), 0, 1)
    return np.asarray(OKLAB @ np.cbrt(LMS @ seen))


def distance(one: str, other: str, vision: Matrix) -> float:
    return float(np.linalg.norm(oklab(one, vision) - oklab(other, vision)))


@THEMES
def test_text_has_a_contrast_of_4_5(theme: Theme) -> None:
    texts = ("text", "muted", "error", "warning", "success")
    poor = [
        (text, surface)
        for text, surface in product(texts, SURFACES)
        if contrast(getattr(theme, text), getattr(theme, surface)) < 4.5
    ]
    assert not poor
    assert contrast(theme.on_accent, theme.accent) >= 4.5


@THEMES
def test_everything_else_that_means_something_has_a_contrast_of_3(theme: Theme) -> None:
    marks = {name: getattr(theme, name) for name in ("outline", "edge", "accent")} | dict(theme.families)
    poor = [
        (name, surface)
        for (name, color), surface in product(marks.items(), SURFACES)
        if contrast(color, getattr(theme, surface)) < 2.99
    ]
    assert not poor


@THEMES
def test_family_colours_have_one_luminance(theme: Theme) -> None:
    values = [luminance(color) for color in theme.families.values()]
    assert max(values) - min(values) < 0.01


@THEMES
@pytest.mark.parametrize("vision", [np.eye(3), PROTANOPIA, DEUTERANOPIA], ids=["full", "no red", "no green"])
def test_family_colours_differ_for_colour_blind_eyes(theme: Theme, vision: Matrix) -> None:
    assert min(distance(*pair, vision) for pair in combinations(theme.families.values(), 2)) > 0.03


@pytest.fixture
def app(qapp: QApplication) -> Iterator[QApplication]:
    before = qapp.palette(), qapp.styleSheet(), qapp.font()
    yield qapp
    qapp.setPalette(before[0])
    qapp.setStyleSheet(before[1])
    qapp.setFont(before[2])


def test_the_chosen_theme_is_the_current_one(app: QApplication) -> None:
    themes = Themes(app, "dark")
    seen: list[Theme] = []
    themes.changed.connect(seen.append)
    assert current() is DARK
    themes.set_mode("light")
    assert current() is LIGHT
    assert seen == [LIGHT]
    themes.deleteLater()


@THEMES
def test_disabled_text_stays_readable_enough(theme: Theme) -> None:
    colors = palette(theme)
    disabled = colors.color(colors.ColorGroup.Disabled, colors.ColorRole.Text).name()
    assert contrast(disabled, theme.base) >= 3


@THEMES
@pytest.mark.parametrize("kind", [QLineEdit, QSpinBox, QComboBox, QCheckBox])
def test_outlines_of_what_can_be_used_are_seen(app: QApplication, theme: Theme, kind: type[QWidget]) -> None:
    themes = Themes(app, theme.name)
    widget = kind()
    picture = widget.grab().toImage()
    outline = picture.pixelColor(0, widget.height() // 2).name()
    assert contrast(outline, theme.window) >= 3
    assert contrast(outline, theme.base) >= 3
    themes.deleteLater()
    widget.deleteLater()
