"""A thumbnail shows a whole network in its families' colours."""

import pytest
from PySide6.QtCore import QSize
from PySide6.QtGui import QImage

from designer.document.builder import NetworkBuilder
from designer.document.presets import list_presets, load_preset
from designer.document.project import Project, View
from designer.ui.theme import DARK, LIGHT, Theme
from designer.ui.thumbnails import preset_thumbnail
from tests.qt.canvas_helpers import catalog

pytestmark = pytest.mark.usefixtures("qapp")

SIZE = QSize(220, 130)


def thumbnail(project: Project, theme: Theme = DARK) -> QImage:
    return preset_thumbnail(project, SIZE, theme, catalog())


def colors(image: QImage) -> set[str]:
    return {image.pixelColor(x, y).name() for x in range(image.width()) for y in range(image.height())}


@pytest.mark.parametrize("theme", [DARK, LIGHT])
@pytest.mark.parametrize("name", [info.name for info in list_presets()])
def test_every_preset_shows_its_families(name: str, theme: Theme) -> None:
    project = load_preset(name)
    image = thumbnail(project, theme)
    assert image.size() == SIZE
    specs = [catalog().layer(node.type) for node in project.graph.nodes]
    assert {theme.family(spec.category) for spec in specs if spec} <= colors(image)
    assert image.pixelColor(1, 1).name() == theme.canvas


def test_an_empty_network_is_empty_canvas() -> None:
    assert colors(thumbnail(Project())) == {DARK.canvas}


@pytest.mark.parametrize("orientation", ["vertical", "horizontal"])
def test_a_network_without_positions_is_laid_out(orientation: str) -> None:
    net = NetworkBuilder("One")
    net.input((8,))
    image = thumbnail(net.project().replace(view=View({}, orientation)))
    assert DARK.family("Input") in colors(image)
