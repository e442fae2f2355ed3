"""The main job by hand: draw a network, train it on real data, watch it learn, save it, open it again."""

from pathlib import Path

from designer.document.project import Project
from tests.journeys.conftest import SitDown
from tests.journeys.person import Person


def test_draw_train_watch_save_and_open_again(sit_down: SitDown, tmp_path: Path) -> None:
    person = sit_down(Project())
    person.shot("empty")
    draw_network(person)
    draw_loop(person)
    type_nonsense(person)
    join_unequal_shapes(person)
    fit_digits(person)
    train_two_epochs(person)
    look_at_histograms(person)
    saved = save(person, tmp_path / "digits.json")
    change_and_take_back(person)
    open_again(person, tmp_path / "digits.json", saved)


def draw_network(person: Person) -> None:
    """A layer dragged in and connected by hand, the others by search and Enter."""
    person.add("Input")
    person.fill("param_shape", "8, 8, 1")
    person.search("Conv2D")
    person.shot("search")
    person.drag_in("Conv2D", below="input")
    person.wait(lambda: "conv2d" in person.names())
    person.connect("input", "conv2d")
    person.fill("param_filters", "16")
    person.wait(lambda: "output 6×6×16 · 160" in person.description("conv2d"))
    person.shot("shape")
    person.add("Flatten")
    person.add("Dense")
    person.fill("param_units", "10")
    person.fill("param_activation", "softmax")
    person.wait(lambda: "output 10 · 5,770" in person.description("dense"))
    assert person.edges() == {("input", "conv2d"), ("conv2d", "flatten"), ("flatten", "dense")}
    person.robot.key("ctrl+0")
    person.shot("network")


def draw_loop(person: Person) -> None:
    """An edge back is refused, with the reason at the cursor and in the status bar."""
    before = person.document.project()
    person.connect("dense", "conv2d")
    person.wait(lambda: "close a loop" in person.text("canvasBubble"))
    assert "close a loop" in person.message()
    assert person.document.project() == before
    person.shot("refused-loop")


def type_nonsense(person: Person) -> None:
    """A field that holds no number says what it expects, and the network stays as it was."""
    before = person.document.project()
    person.click_node("dense")
    expected = "Expected a whole number, at least 1. Still 10."
    for text in ("abc", "-1"):
        person.fill("param_units", text)
        person.wait(lambda: person.text("param_units_message") == expected)
    person.shot("refused-units")
    assert person.document.project() == before
    person.fill("param_units", "12")
    person.wait(lambda: person.document.project() != before)
    assert not person.text("param_units_message")
    person.robot.key("ctrl+z")
    person.wait(lambda: person.document.project() == before)


def join_unequal_shapes(person: Person) -> None:
    """The problem list says what does not fit; undo takes it back."""
    before = person.document.project()
    person.click_node("conv2d")
    person.add("Add")
    person.connect("input", "add")
    person.wait(lambda: any("add" in row for row in person.problems()))
    person.open_panel("Problems")
    person.shot("problems")
    assert not person.action("train").isEnabled()
    for _ in range(2):
        person.robot.key("ctrl+z")
    person.wait(lambda: person.document.project() == before)
    person.wait(lambda: not person.problems())


def fit_digits(person: Person) -> None:
    person.open_panel("Data")
    person.fill("dataSource", "digits")
    person.wait(lambda: "Scale values" in person.text("dataProposal"))
    person.shot("data")
    person.press("dataAdapt")
    person.wait(lambda: person.document.data.adaptation is not None)


def train_two_epochs(person: Person) -> None:
    person.open_panel("Training")
    person.fill("training_epochs", "2")
    person.shot("training")
    person.wait(person.action("train").isEnabled)
    person.robot.key("F5")
    person.wait(lambda: person.text("statusRun").startswith("Finished"))
    person.shot("curves")
    person.wait(lambda: person.curves().startswith("epoch 2,"))
    assert "val_accuracy" in person.curves()


def look_at_histograms(person: Person) -> None:
    person.open_panel("Histograms")
    person.wait(lambda: "conv2d/kernel" in person.histograms() and "dense/kernel" in person.histograms())
    person.shot("histograms")


def save(person: Person, path: Path) -> Project:
    person.choose_file("saveDialog", path)
    person.robot.key("ctrl+s")
    person.wait(path.exists)
    person.wait(lambda: not person.window.isWindowModified())
    person.shot("saved")
    return person.document.project()


def change_and_take_back(person: Person) -> None:
    """Undo back to what was saved leaves nothing to save."""
    person.click_node("dense")
    person.robot.key("Delete")
    person.wait(person.window.isWindowModified)
    person.robot.key("ctrl+z")
    person.wait(lambda: not person.window.isWindowModified())


def open_again(person: Person, path: Path, saved: Project) -> None:
    """In a window of its own, once the first one is closed."""
    first = person.window
    person.robot.key("ctrl+n")
    person.wait(lambda: len(person.windows) == 2)
    person.turn_to(person.windows[1])
    assert person.document.project() == Project()
    person.shot("new")
    first.close()
    person.wait(lambda: len(person.windows) == 1)
    person.choose_file("openDialog", path)
    person.robot.key("ctrl+o")
    person.wait(lambda: person.document.project() == saved)
    person.wait_for_analysis()
    person.shot("opened")
