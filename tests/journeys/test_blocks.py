"""Layers become a block with a parameter, repeated and edited once for all, with mouse and keys."""

from PySide6.QtWidgets import QApplication, QLineEdit, QMenu

from designer.document.builder import NetworkBuilder
from designer.document.project import Project
from tests.journeys.conftest import SitDown
from tests.journeys.person import Person

UNIT = ("conv2d", "batch_normalization", "re_lu", "add")
OF_A_COPY = 3 * 3 * 8 * 8 + 8 + 4 * 8


def residual() -> Project:
    """One residual unit between a stem and a classifier."""
    net = NetworkBuilder("Residual")
    x = net.add("Conv2D", net.input((8, 8, 3)), filters=8, kernel_size=3, padding="same", name="stem")
    inner = net.add("Conv2D", x, filters=8, kernel_size=3, padding="same")
    inner = net.add("ReLU", net.add("BatchNormalization", inner))
    x = net.add("GlobalAveragePooling2D", net.add("Add", inner, x))
    net.add("Dense", x, units=10, activation="softmax")
    return net.project()


def make_block(person: Person, name: str) -> None:
    """Selects the unit and groups it."""
    person.robot.key("ctrl+0")
    person.click_node(UNIT[0])
    for other in UNIT[1:]:
        person.robot.click(person.middle(other), held="shift")
    person.robot.key("ctrl+g")
    fields = person.window.canvas.findChildren
    person.wait(lambda: any(line.isVisible() for line in fields(QLineEdit, "inPlace")))
    person.robot.type(name)
    person.shot("block-named")
    person.robot.key("Return")
    person.wait(lambda: len(person.document.blocks) == 1)


def look_inside(person: Person) -> None:
    person.press("lookInside")
    person.wait(lambda: person.window.session.path != "")


def parameterise(person: Person) -> None:
    """Makes a parameter of the filters, after a wrong expression."""
    person.click_node("conv2d")
    person.fill("param_filters", "=widht*2")
    person.wait(lambda: person.says("param_filters_message", 'no parameter "widht". It has none yet.'))
    person.shot("block-expression-refused")
    person.press("param_filters_formula")
    person.wait(lambda: isinstance(QApplication.activePopupWidget(), QMenu))
    person.robot.key("Down")
    person.robot.key("Return")
    person.wait(lambda: person.says("param_filters_present", "8"))
    person.shot("block-parameter")


def parameters(person: Person) -> int:
    person.wait_for_analysis()
    return person.window.session.analysis.parameters


def test_a_selection_becomes_a_block_that_is_repeated_and_edited_once(sit_down: SitDown) -> None:
    person = sit_down(residual())
    before, weights = person.document.project(), parameters(person)
    make_block(person, "Unit")
    assert person.names() == {"input", "stem", "unit", "global_average_pooling2d", "dense"}
    assert parameters(person) == weights
    look_inside(person)
    parameterise(person)
    assert [param.name for param in person.document.blocks[0].params] == ["filters"]
    person.robot.key("alt+Up")
    person.wait(lambda: person.window.session.path == "")
    person.fill("block_repeat", "six")
    person.wait(lambda: person.says("block_repeat_message", "Expected a whole number"))
    person.fill("block_repeat", "6")
    assert parameters(person) == weights + 5 * OF_A_COPY
    person.shot("block-repeated")
    look_inside(person)
    person.click_node("conv2d")
    person.fill("param_kernel_size", "5")
    assert parameters(person) == weights + 5 * OF_A_COPY + 6 * (25 - 9) * 64
    assert not person.window.session.analysis.errors
    person.shot("block-edited")
    for _ in range(person.document.history_position):
        person.robot.key("ctrl+z")
    person.wait(lambda: person.document.project() == before)
    assert person.window.session.path == ""
