"""The first minutes: from the start page to a preset, and through the tour to a trained network."""

from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QDialog, QLabel, QLineEdit, QPushButton

from designer.document.project import Project
from designer.ui.start.preset_cards import PresetCards
from designer.ui.tour.block import find as find_block
from tests.journeys.conftest import SitDown
from tests.journeys.dialog_hand import child
from tests.journeys.person import Person

TRAINED_MS = 120_000
PICTURE = Qt.ItemDataRole.DecorationRole


def sit_down_at_the_start(sit_down: SitDown) -> Person:
    person = sit_down(Project())
    person.window.start.show_page()
    return person


def accept(person: Person, _dialog: QDialog) -> None:
    person.shot("dialog")
    person.robot.key("Return")


def is_at_step(person: Person, number: int) -> bool:
    return person.says("tourProgress", f"Step {number} of")


def search_for(person: Person, keys: str, field: str, words: str) -> None:
    """Opens a search by its keys and takes the best that is found."""
    person.robot.key(keys)
    person.wait(lambda: child(person.window, QLineEdit, field).hasFocus())
    person.robot.type(words)
    person.robot.key("Return")


def test_a_preset_is_opened_from_the_start_page_by_keyboard(sit_down: SitDown) -> None:
    person = sit_down_at_the_start(sit_down)
    cards = child(person.window, PresetCards, "startPresets")
    person.wait(lambda: all(index.data(PICTURE) for index in cards.preset_indexes()))
    person.shot("start-page")
    for _ in range(3):
        person.robot.key("Tab")
    person.wait(lambda: QApplication.focusWidget() is cards)
    person.robot.key("Right")
    person.when_asked("presetDialog", partial(accept, person))
    person.robot.key("Return")
    person.wait(lambda: person.document.name == "MNIST MLP")
    person.wait(person.window.canvas.isVisible)
    person.wait_for_analysis()
    person.shot("preset")


def test_a_layer_is_dragged_onto_the_start_page(sit_down: SitDown) -> None:
    person = sit_down_at_the_start(sit_down)
    person.drag_to("Input", person.window.stage.mapToGlobal(person.window.stage.rect().center()))
    person.wait(lambda: person.names() == {"input"})
    assert person.window.canvas.isVisible()
    person.wait_for_analysis()


def test_the_tour_by_hand_and_by_its_button_ends_with_a_trained_network(sit_down: SitDown) -> None:
    person = sit_down_at_the_start(sit_down)
    person.press("startTour")
    person.wait(lambda: is_at_step(person, 1))
    person.wait(lambda: len(person.window.link.sample_shape) == 3)
    search_for(person, "Insert", "quickAddSearch", "input")
    person.wait(lambda: is_at_step(person, 3))  # the Input has the shape of the digits already
    person.shot("by-hand")
    for number in range(3, 9):
        if number == 7:
            person.wait_for_analysis()
            search_for(person, "ctrl+k", "connectToSearch", "conv2d_1 global")
        else:
            person.press("tourDo")
        person.wait(partial(is_at_step, person, number + 1))
    person.shot("drawn")
    assert find_block(person.document).joint
    child(person.window, QPushButton, "tourDo").setFocus()
    person.robot.key("space")
    person.wait(lambda: person.says("tourProgress", "Done"), TRAINED_MS)
    person.shot("trained")
    assert " % of the digits" in child(person.window, QLabel, "tourText").text()
    assert not [dialog for dialog in person.window.findChildren(QDialog) if dialog.isVisible()]
    person.press("tourEnd")
    person.wait(lambda: not person.window.tour.is_shown)
