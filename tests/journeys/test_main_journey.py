"""The main job by hand: draw a network, train it on real data, watch it learn, save it, open it again."""

from collections.abc import Callable

from designer.document.project import Project
from tests.journeys.person import Person

SitDown = Callable[[Project], Person]


def test_first(sit_down: SitDown) -> None:
    person = sit_down(Project())
    person.shot("empty")
    person.add("Input")
    person.shot("input")
    person.fill("param_shape", "8, 8, 1")
    person.search("Conv2D")
    person.shot("search")
    person.drag_in("Conv2D", below="input")
    person.shot("dropped")
    person.connect("input", "conv2d")
    person.fill("param_filters", "16")
    person.wait(lambda: "6×6×16" in person.description("conv2d"))
    person.shot("shape")
