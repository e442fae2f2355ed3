"""The steps of the tour, as data: what to do, how one sees that it is done, and how the tour does it."""

from collections.abc import Callable
from dataclasses import dataclass

from designer.catalog.values import KerasObject
from designer.document.document import Document
from designer.document.project import Project, View
from designer.document.settings import Adaptation, DataSettings, TrainingSettings
from designer.graph.elements import Node
from designer.ui.tour import block
from designer.ui.tour.block import DIGITS_SHAPE, NUM_CLASSES, Block

_GREYS = 16


@dataclass(frozen=True)
class Situation:
    """What a step is judged by.

    Args:
        has_trained: Whether a run has ended since the tour began.
    """

    document: Document
    has_trained: bool = False


@dataclass(frozen=True)
class Step:
    """One thing to do.

    Args:
        title: What, in a few words.
        text: How, by mouse and by keyboard; names of actions in braces stand for their keys.
        is_done: Whether it is.
        edit: Does it by commands.
        action: The action of the window that does it, where it is no edit.
        start: The node to go on from: it is selected when the step begins.
        leaves: Whether one sees in the network that it is done, so that it can be made up for.
    """

    title: str
    text: str
    is_done: Callable[[Situation], bool]
    edit: Callable[[Document], None] | None = None
    action: str = ""
    start: Callable[[Block], Node | None] = lambda _block: None
    leaves: bool = True


def tour_project(orientation: str = "vertical") -> Project:
    """An empty network on the digits, which are brought to values from 0 to 1."""
    data = DataSettings(source="digits", adaptation=Adaptation(scale=1 / _GREYS))
    training = TrainingSettings(optimizer=KerasObject("Adam", {"learning_rate": 0.005}), epochs=12)
    return Project("First steps", view=View(orientation=orientation), data=data, training=training)


def _in_network(is_there: Callable[[Block], bool]) -> Callable[[Situation], bool]:
    return lambda situation: is_there(block.find(situation.document))


def _has(node: Node | None, name: str, value: object) -> bool:
    """Whether a node is there and has this value for a parameter, as a tuple or a list."""
    found = node.params.get(name) if node else None
    return (tuple(found) if isinstance(found, list) else found) == value


def _is_redone(situation: Situation) -> bool:
    last = situation.document.last_step
    is_redone = last is not None and last.direction == "redo"
    return is_redone and block.find(situation.document).joint is not None


STEPS = (
    Step(
        "Place an Input",
        "Data enters a network through an Input. Double-click Input in the list on the left, or drag it onto "
        'the canvas. By keyboard: {quick_add}, then type "input" and press Enter. It takes the shape of the '
        "samples, once they have been read.",
        _in_network(lambda found: found.entry is not None),
        block.place_input,
    ),
    Step(
        "Give it the shape of the digits",
        "The digits that come with the program are pictures of 8 × 8 pixels with one channel. In the "
        "inspector on the right, set the shape to 8, 8, 1 and press Enter. By keyboard: {show_inspector}, "
        "then Tab.",
        _in_network(lambda found: _has(found.entry, "shape", DIGITS_SHAPE)),
        block.set_shape,
        start=lambda found: found.entry,
    ),
    Step(
        "Add a convolution",
        "While the Input is selected, double-click Conv2D: it is placed behind the Input and connected. "
        'By keyboard: {quick_add}, then type "conv2d" and press Enter.',
        _in_network(lambda found: found.first is not None),
        block.add_first,
        start=lambda found: found.entry,
    ),
    Step(
        "Add a ReLU",
        "Add a ReLU behind the convolution in the same way. It lets only positive values pass. A red mark at "
        "the end says that no classes come out yet; step 6 is about them.",
        _in_network(lambda found: found.relu is not None),
        block.add_relu,
        start=lambda found: found.first,
    ),
    Step(
        "Add a second convolution",
        'Add another Conv2D behind the ReLU. Then set its padding to "same" in the inspector: what it gives '
        "keeps its height and width, and can be added to what came in.",
        _in_network(lambda found: _has(found.second, "padding", "same")),
        block.add_second,
        start=lambda found: found.relu,
    ),
    Step(
        "End in ten classes",
        "Add a GlobalAveragePooling2D, which makes a vector of the map, and a Dense behind it. Set the units "
        "of the Dense to 10, one for each digit.",
        _in_network(lambda found: _has(found.head, "units", NUM_CLASSES)),
        block.add_head,
        start=lambda found: found.second,
    ),
    Step(
        "Draw the skip connection",
        "Drag from the output of the ReLU onto the edge below the second convolution. An Add appears there, "
        "and the block is residual. By keyboard: {connect_to}, then search for the edge from conv2d_1.",
        _in_network(lambda found: found.joint is not None),
        block.skip,
        start=lambda found: found.relu,
    ),
    Step(
        "Take it back, and do it again",
        "You can try anything. Undo the skip connection ({undo}), and redo it ({redo}).",
        _is_redone,
        block.undo_and_redo,
        start=lambda found: found.joint,
        leaves=False,
    ),
    Step(
        "Train it",
        "Press Train ({train}), and watch the curves below. It takes some seconds.",
        lambda situation: situation.has_trained,
        action="train",
        leaves=False,
    ),
)
