"""A residual network of two blocks is built and trained by someone who never touches the mouse."""

from PySide6.QtWidgets import QLineEdit, QWidget

from designer.document.project import Project
from designer.document.settings import TrainingSettings
from tests.journeys.conftest import SitDown
from tests.journeys.dialog_hand import child
from tests.journeys.person import Person

LAYERS = (
    "Input",
    "Conv2D",
    *("ReLU", "Conv2D", "BatchNormalization", "ReLU"),
    *("Conv2D", "BatchNormalization", "ReLU"),
    *("GlobalAveragePooling2D", "Dense"),
)


def walk_to(person: Person, name: str) -> None:
    """Tabs to the nodes on the canvas and goes down the flow to one of them."""
    nodes = child(person.window.canvas, QWidget, "canvasNodes")
    tab_to(person, nodes.objectName())
    person.robot.key("Home")
    for _ in range(len(person.names())):
        if person.window.canvas.selected_ids() == [person.node(name)]:
            return
        person.robot.key("Down")
    raise AssertionError(f"{name} can't be reached by keys")


def tab_to(person: Person, name: str) -> None:
    for _ in range(40):
        if person.focus().objectName() == name:
            return
        person.robot.key("Tab")
    raise AssertionError(f"{name} can't be reached by Tab")


def keep_sizes(person: Person) -> None:
    """Gives all convolutions "same" padding at once, so that what they give can be added."""
    walk_to(person, "conv2d")
    person.robot.key("ctrl+shift+t")
    person.robot.key("alt+2")
    tab_to(person, "shared_padding")
    person.robot.type("same")
    nodes = person.document.graph.nodes.values()
    convolutions = [node for node in nodes if node.type == "Conv2D"]
    person.wait(lambda: all(node.params.get("padding") == "same" for node in convolutions))
    person.shot("padding")


def skip(person: Person, source: str, edge: str) -> None:
    """Adds a skip connection from a node into a later edge, found by typing."""
    count = len(person.edges())
    walk_to(person, source)
    person.wait_for_analysis()
    person.robot.key("ctrl+k")
    person.wait(child(person.window, QLineEdit, "connectToSearch").hasFocus)
    person.robot.type(edge)
    person.shot("connect-to")
    person.robot.key("Return")
    person.wait(lambda: len(person.edges()) > count)


def mend_all(person: Person) -> None:
    """Goes from problem to problem and takes the fix that is offered first."""
    for _ in range(6):
        person.wait_for_analysis()
        if person.action("train").isEnabled():
            return
        person.robot.key("F8")
        person.wait(person.action("fix_problem").isEnabled)
        person.shot("problem")
        before = person.document.revision
        person.robot.key("ctrl+period")
        person.wait(lambda before=before: person.document.revision > before)  # type: ignore[misc]
    raise AssertionError("the network can't be mended by its fixes")


def test_two_residual_blocks_are_built_and_trained_by_keys_alone(sit_down: SitDown) -> None:
    person = sit_down(Project(training=TrainingSettings(epochs=2)))
    person.robot.key("ctrl+shift+f")
    for layer_type in LAYERS:
        person.robot.type(layer_type)
        person.robot.key("Return")
    person.wait(lambda: len(person.edges()) == len(LAYERS) - 1)
    keep_sizes(person)
    skip(person, "conv2d", "normalization re_lu_1")
    skip(person, "add", "normalization_1 re_lu_2")
    person.wait(lambda: {"add", "add_1"} <= person.names())
    mend_all(person)
    person.shot("mended")
    asked = person.answer("adaptDialog", "Adapt and train")
    person.robot.key("F5")
    person.wait(lambda: person.text("statusRun").startswith("Finished"), timeout_ms=120_000)
    person.shot("trained")
    assert asked or person.document.data.adaptation is not None
    assert "val_accuracy" in person.curves()
