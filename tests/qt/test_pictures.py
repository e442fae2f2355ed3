"""A picture holds the whole network with its words as text, in either theme, at a bounded size."""

import re
import threading
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from PySide6.QtGui import QImage
from pytestqt.qtbot import QtBot

from designer.compiler.results import Analysis, Problem, Shape
from designer.document.builder import NetworkBuilder
from designer.document.presets import load_preset
from designer.document.project import Project
from designer.errors import DesignerError
from designer.ui.pictures import Kind, Picture, PictureOptions, draw_picture, write_picture
from designer.ui.theme import DARK, LIGHT, Theme
from tests.qt.canvas_helpers import CHAIN_ANALYSIS, analysis_of, catalog, chain

pytestmark = pytest.mark.usefixtures("qapp")


def draw(
    kind: Kind,
    project: Project | None = None,
    analysis: Analysis = CHAIN_ANALYSIS,
    *,
    theme: Theme = LIGHT,
    scale: float = 1.0,
    nodes: tuple[str, ...] = (),
) -> Picture:
    return draw_picture(project or chain(), catalog(), analysis, PictureOptions(kind, theme, scale, nodes))


def words(picture: Picture) -> list[str]:
    """The texts of an SVG, in the order in which they are drawn."""
    texts = ET.fromstring(picture.data).iter("{http://www.w3.org/2000/svg}text")
    return [(text.text or "").strip() for text in texts]


def image(picture: Picture) -> QImage:
    return QImage.fromData(picture.data)


def test_an_svg_holds_every_layer_and_shape_as_text() -> None:
    project = load_preset("digits_resnet")
    shapes: dict[str, Shape] = {
        node.id: (None, 8, 8, number) for number, node in enumerate(project.graph.nodes, 100)
    }
    told = words(draw("svg", project, analysis_of(shapes)))
    for number, node in enumerate(project.graph.nodes, 100):
        assert node.type in told
        assert any(text.startswith(f"8×8×{number}") for text in told)


def test_an_svg_names_a_font_that_other_programs_know() -> None:
    families = set(re.findall(rb'font-family="([^"]*)"', draw("svg").data))
    assert families == {b"DejaVu Sans, sans-serif"}


def test_an_svg_stays_xml_whatever_the_names() -> None:
    net = NetworkBuilder('A & <b> "c" \x01\uffff')
    x = net.input((8, 8, 1))
    net.add("Conv2D", x, name="<&>\x02", filters=4, kernel_size=(3, 3))
    assert "<&>" in words(draw("svg", net.project(), Analysis()))


def test_a_pdf_has_its_letters_as_a_font_and_one_page_of_the_picture_s_size() -> None:
    picture = draw("pdf")
    assert picture.data.startswith(b"%PDF")
    assert b"/FontFile2" in picture.data
    assert b"/ToUnicode" in picture.data
    assert b"/Subtype /Image" not in picture.data
    [box] = re.findall(rb"/MediaBox \[0 0 (\S+) (\S+)\]", picture.data)
    assert [float(side) for side in box] == pytest.approx(
        [0.75 * picture.width_px, 0.75 * picture.height_px], abs=1
    )


@pytest.mark.parametrize("theme", [DARK, LIGHT])
def test_a_png_has_the_theme_s_colours_and_the_size_told(theme: Theme) -> None:
    picture = draw("png", theme=theme, scale=2)
    seen = image(picture)
    assert (seen.width(), seen.height()) == (picture.width_px, picture.height_px)
    assert seen.pixelColor(0, 0).name() == theme.canvas
    assert seen.pixelColor(seen.width() - 1, seen.height() - 1).name() == theme.canvas
    middle = {seen.pixelColor(x, seen.height() // 2).name() for x in range(seen.width())}
    assert {theme.canvas, theme.edge} <= middle
    whole = {seen.pixelColor(x, 100).name() for x in range(seen.width())}
    assert theme.card in whole


def test_scale_makes_a_picture_larger() -> None:
    once, twice = draw("svg"), draw("svg", scale=2)
    assert (twice.width_px, twice.height_px) == (2 * once.width_px, 2 * once.height_px)
    assert words(twice) == words(once)


def test_a_part_shows_only_what_lies_there() -> None:
    part, whole = draw("svg", nodes=("n2", "n3")), draw("svg")
    assert part.height_px < whole.height_px
    assert words(part).count("Conv2D") == 2
    assert "Input" not in words(part)


def test_what_stands_out_beside_the_nodes_is_inside_the_picture() -> None:
    long = analysis_of({"n1": (None, 1024, 1024, 1024, 1024, 1024)})
    assert draw("svg", analysis=long).width_px > draw("svg").width_px


def test_problems_and_what_is_pointed_at_are_left_out() -> None:
    wrong = Analysis(nodes=CHAIN_ANALYSIS.nodes, problems=(Problem("error", "n2", "Wrong."),))
    assert draw("svg", analysis=wrong).data == draw("svg").data


def test_an_empty_network_is_refused() -> None:
    with pytest.raises(DesignerError, match="The canvas is empty"):
        draw("svg", Project())


@pytest.mark.parametrize("kind", ["svg", "png", "pdf"])
def test_a_long_network_is_drawn_in_bounded_memory(kind: Kind) -> None:
    net = NetworkBuilder("Long")
    x = net.input((8,))
    for _ in range(3000):
        x = net.add("ReLU", x)
    picture = draw(kind, net.project(), Analysis())
    if kind == "svg":
        assert words(picture).count("ReLU") == 3000
        assert picture.note == ""
    else:
        assert picture.height_px <= (16_384 if kind == "png" else 19_200)
        assert picture.note.startswith("The network is too large for this size")


def test_the_area_of_a_png_is_bounded_too() -> None:
    picture = draw("png", scale=200)
    assert picture.width_px * picture.height_px <= 2**26 + 2**15


def test_a_picture_can_be_made_beside_the_window(qtbot: QtBot) -> None:
    made: list[Picture] = []
    thread = threading.Thread(target=lambda: made.append(draw("svg")))
    thread.start()
    thread.join()
    assert made[0].data == draw("svg").data


def test_a_file_that_cannot_be_written_is_told_and_the_old_one_stays(tmp_path: Path) -> None:
    with pytest.raises(DesignerError, match="can't be written"):
        write_picture(draw("svg"), tmp_path / "none" / "net.svg")
    path = tmp_path / "net.svg"
    path.write_bytes(b"old")
    write_picture(draw("svg"), path)
    assert path.read_bytes() == draw("svg").data
    assert [entry.name for entry in tmp_path.iterdir()] == ["net.svg"]
