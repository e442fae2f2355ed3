"""Shorter ways through the editor: the skip connection, and building without the mouse."""

from designer.document.project import Project
from tests.journeys.conftest import SitDown
from tests.journeys.projects import convolutions


def test_skip_connection_is_one_gesture_and_one_undo(sit_down: SitDown) -> None:
    person = sit_down(convolutions())
    before = person.document.project()
    person.wait_for_analysis()
    person.robot.key("ctrl+0")
    person.shot("before-skip")
    person.connect_onto_edge("conv2d", ("conv2d_1", "conv2d_2"))
    person.wait(lambda: "add" in person.names())
    assert {("conv2d_1", "add"), ("conv2d", "projection"), ("projection", "add")} <= person.edges()
    person.wait_for_analysis()
    person.shot("after-skip")
    assert not person.problems()
    assert "4×4×8" in person.description("add")
    person.robot.key("ctrl+z")
    person.wait(lambda: person.document.project() == before)


def test_chain_is_built_without_the_mouse(sit_down: SitDown) -> None:
    person = sit_down(Project())
    person.robot.key("ctrl+shift+f")
    for layer_type in ("Input", "Conv2D", "Flatten", "Dense"):
        person.robot.type(layer_type)
        person.robot.key("Return")
    chain = {("input", "conv2d"), ("conv2d", "flatten"), ("flatten", "dense")}
    person.wait(lambda: person.edges() == chain)
    person.wait_for_analysis()
    person.shot("keyboard-chain")
    assert "output 64 ·" in person.description("dense")
    person.robot.key("ctrl+z")
    person.wait(lambda: person.names() == {"input", "conv2d", "flatten"})
