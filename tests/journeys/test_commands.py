"""The window by its commands: found by a few letters, on keys of one's own, and back through the history."""

from PySide6.QtWidgets import (
    QDialog,
    QKeySequenceEdit,
    QLabel,
    QLineEdit,
    QPushButton,
    QTableView,
    QTabWidget,
    QTreeView,
)

from designer.ui.command_list.popup import CommandList
from tests.journeys.conftest import SitDown
from tests.journeys.dialog_hand import child
from tests.journeys.person import Person
from tests.journeys.projects import convolutions


def do_command(person: Person, words: str) -> None:
    """Opens the command list by its keys, searches, and presses Enter."""
    person.robot.key("ctrl+shift+p")
    person.wait(lambda: any(popup.isVisible() for popup in person.window.findChildren(CommandList)))
    person.robot.type(words)
    person.shot(f"command-{words.replace(' ', '-')}")
    person.robot.key("Return")


def test_commands_are_done_without_knowing_menu_or_keys(sit_down: SitDown) -> None:
    person = sit_down(convolutions())
    count = len(person.document.graph.nodes)
    do_command(person, "select all")
    person.wait(lambda: len(person.window.canvas.selected_ids()) == count)
    do_command(person, "dupl")
    person.wait(lambda: len(person.document.graph.nodes) == 2 * count)
    do_command(person, "undo")
    person.wait(lambda: len(person.document.graph.nodes) == count)
    person.robot.key("ctrl+shift+a")
    do_command(person, "dupl")
    message = child(person.window, QLabel, "commandMessage")
    person.wait(lambda: "No layer is selected" in message.text())
    person.robot.key("Escape")
    person.wait(lambda: not child(person.window, CommandList, "commandList").isVisible())
    assert len(person.document.graph.nodes) == count
    do_command(person, "dark")
    person.wait(lambda: person.window.bench.themes.theme.is_dark)


def test_an_action_gets_keys_of_ones_own(sit_down: SitDown) -> None:
    person = sit_down(convolutions())
    person.robot.key("ctrl+comma")
    person.wait(lambda: any(each.isActiveWindow() for each in person.window.findChildren(QDialog)))
    dialog = child(person.window, QDialog, "preferencesDialog")
    tabs = child(dialog, QTabWidget, "preferencePages").tabBar()
    person.robot.click(tabs.mapToGlobal(tabs.tabRect(2).center()))
    person.robot.click(child(dialog, QLineEdit, "keySearch"))
    person.robot.type("select all")
    table = child(dialog, QTreeView, "keys")
    person.wait(lambda: table.model().index(0, 0).data() == "Select all")
    person.robot.click(child(dialog, QKeySequenceEdit, "newKeys"))
    person.robot.key("ctrl+d")
    message = child(dialog, QLabel, "keyMessage")
    person.wait(lambda: message.text() == "Ctrl+D belongs to “Duplicate”.")
    person.shot("conflict")
    person.robot.click(child(dialog, QPushButton, "takeKeys"))
    person.wait(lambda: message.text() == "“Select all” has the keys Ctrl+D now.")
    person.robot.key("Escape")
    person.wait(person.window.isActiveWindow)
    count = len(person.document.graph.nodes)
    person.robot.key("ctrl+d")
    person.wait(lambda: len(person.window.canvas.selected_ids()) == count)
    assert len(person.document.graph.nodes) == count


def test_the_history_leads_back_and_forth(sit_down: SitDown) -> None:
    person = sit_down(convolutions())
    before = person.document.project()
    for layer_type in ("Flatten", "Dense"):
        person.add(layer_type)
    after = person.document.project()
    person.open_panel("History")
    steps = person.find(QTableView, "historySteps")
    person.shot("history")
    person.robot.click(steps.viewport().mapToGlobal(steps.visualRect(steps.model().index(0, 0)).center()))
    person.wait(lambda: person.document.project() == before)
    person.shot("history-start")
    for _ in range(2):
        person.robot.key("Down")
    person.robot.key("Return")
    person.wait(lambda: person.document.project() == after)
    assert person.document.undo_text == "Add Dense"
