"""Saved comparisons are files that say which networks to train; which runs are theirs is remembered."""

import json
from pathlib import Path
from typing import Any

import pytest

from designer import paths
from designer.document.comparisons import (
    list_comparisons,
    open_comparison,
    read_comparison_file,
    variant_facts,
    variant_project,
)
from designer.document.project import Project
from designer.errors import DesignerError, RequestError
from designer.training.comparison import running
from designer.training.comparison.ledger import digest
from designer.training.comparison.running import Plan, plan
from designer.training.comparison.runs import read_comparison
from designer.training.comparison.saving import save_comparison
from designer.training.folder import RunFolder
from designer.training.reporter import RunReporter
from tests.recorded_runs import record_run

SHIPPED = ["digits_shortcuts", "dropout", "gap_fc", "resnet_plain", "transfer"]
TWO = [{"name": "A", "preset": "svgg"}, {"name": "B", "preset": "svgg"}]


def write(path: Path, **changes: Any) -> Path:
    path.write_text(json.dumps({"title": "Mine", "variants": TWO, **changes}))
    return path


def digits(run_dir: Path, steps: int | None = None) -> Plan:
    return plan(open_comparison("digits_shortcuts"), run_dir, steps_per_epoch=steps)


@pytest.mark.parametrize("name", SHIPPED)
def test_each_shipped_comparison_has_projects_of_its_own(name: str) -> None:
    _, saved, folder = open_comparison(name)
    projects = [variant_project(variant, folder) for variant in saved.variants]
    assert [project.name for project in projects] == [variant.name for variant in saved.variants]
    assert len({digest(project) for project in projects}) == len(projects)
    assert len({(project.data.source, project.training.epochs) for project in projects}) == 1
    assert saved.text.endswith(".")


def test_the_user_s_own_comparisons_are_listed_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MODEL_DESIGNER_HOME", str(tmp_path))
    folder = paths.user_data_dir() / "comparisons"
    folder.mkdir(parents=True)
    write(folder / "mine.json")
    (folder / "broken.json").write_text("{")
    assert list(list_comparisons()) == [*SHIPPED, "mine"]


def test_a_variant_replaces_settings_of_its_preset(tmp_path: Path) -> None:
    variant = {
        "name": "Fast",
        "preset": "digits_resnet",
        "set": {"blocks": 1},
        "training": {"epochs": 2, "optimizer": {"object": "SGD", "params": {"momentum": 0.9}}},
        "data": {"validation_percent": 10},
    }
    saved = read_comparison_file(write(tmp_path / "c.json", variants=[variant, TWO[0]]))
    project = variant_project(saved.variants[0], tmp_path)
    assert (project.name, project.training.epochs, project.data.validation_percent) == ("Fast", 2, 10)
    assert project.training.optimizer.params == {"momentum": 0.9}
    assert project.data.source == "digits"
    facts = variant_facts(saved.variants[0])
    assert (facts["Preset: blocks"], facts["Preset: shortcuts"]) == ("1", "yes")


def test_a_project_lies_beside_the_comparison(tmp_path: Path) -> None:
    Project("Net").save(tmp_path / "net.json")
    path = write(tmp_path / "c.json", variants=[{"name": "A", "project": "net.json"}, TWO[1]])
    name, saved, folder = open_comparison(str(path))
    assert (name, variant_project(saved.variants[0], folder)) == ("c", Project("A"))


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"variants": TWO[:1]}, "variants: Tuple should have at least 2 items"),
        ({"variants": [TWO[0], TWO[0]]}, "two variants have the same name"),
        ({"variants": [{"name": "A"}, TWO[1]]}, "needs either a preset or a project"),
        ({"format": "model-designer-comparison/2"}, "format: Input should be"),
        ({"colour": 1}, "colour: Extra inputs are not permitted"),
    ],
)
def test_a_wrong_file_is_told_what_is_wrong(tmp_path: Path, changes: dict[str, Any], message: str) -> None:
    with pytest.raises(RequestError, match="can't be used") as caught:
        read_comparison_file(write(tmp_path / "c.json", **changes))
    assert message in str(caught.value)


@pytest.mark.parametrize(
    ("variant", "message"),
    [
        ({"preset": "nosuch"}, "no preset called"),
        ({"preset": "digits_resnet", "set": {"blocks": 99}}, "blocks=99 won't do"),
        ({"preset": "digits_resnet", "training": {"epochs": 0}}, "A: epochs: Input should be greater"),
        ({"preset": "digits_resnet", "training": {"speed": 9}}, "A: speed: Extra inputs"),
        ({"project": "none.json"}, "There is no such file"),
    ],
)
def test_a_variant_that_cannot_be_is_told_why(tmp_path: Path, variant: dict[str, Any], message: str) -> None:
    saved = read_comparison_file(write(tmp_path / "c.json", variants=[{"name": "A", **variant}, TWO[1]]))
    with pytest.raises(DesignerError) as caught:
        variant_project(saved.variants[0], tmp_path)
    assert message in str(caught.value)


def test_a_misspelt_comparison_is_told_the_right_one() -> None:
    with pytest.raises(RequestError, match="Did you mean gap_fc"):
        open_comparison("gap_cf")


def test_a_run_belongs_to_its_variant_until_that_is_another(tmp_path: Path) -> None:
    found = digits(tmp_path, steps=2)
    first, second = found.variants
    found.note(first, record_run(tmp_path, first.project))
    assert found.is_done(first)
    assert not found.is_done(second)
    assert not digits(tmp_path, steps=3).is_done(first)
    shorter = first.project.replace(training=first.project.training.model_copy(update={"epochs": 1}))
    assert found.ledger.folder(first.name, shorter, 2) is None


def test_a_run_that_was_stopped_or_deleted_is_not_done(tmp_path: Path) -> None:
    found = digits(tmp_path)
    first, second = found.variants
    found.note(first, record_run(tmp_path, first.project, status="stopped"))
    found.note(second, tmp_path / "gone")
    assert not found.is_done(first)
    assert found.folder(second) is None


def test_what_was_trained_so_far_can_be_read_with_what_it_is_made_of(tmp_path: Path) -> None:
    found = digits(tmp_path)
    assert found.read() is None
    for variant in found.variants:
        found.note(variant, record_run(tmp_path, variant.project))
    comparison = found.read()
    assert comparison is not None
    assert comparison.title == "Shortcuts on the digits"
    rows = {row.path: row.values for row in comparison.config if row.differs}
    assert rows["Preset: shortcuts"] == ("yes", "no")


def test_a_damaged_ledger_counts_as_empty(tmp_path: Path) -> None:
    found = digits(tmp_path)
    for text in ("{", "[]", '{"runs": {"A": {"run": 1}}}', '{"runs": []}'):
        found.ledger.path.parent.mkdir(exist_ok=True)
        found.ledger.path.write_text(text)
        assert found.ledger.entries() == {}


def test_how_a_network_is_drawn_does_not_make_another_run_of_it(tmp_path: Path) -> None:
    project = digits(tmp_path).variants[0].project
    assert digest(project) == digest(project.replace(view=Project().view))
    assert digest(project) != digest(project.replace(name="Other"))


def test_a_variant_that_another_process_trains_is_not_trained_twice(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(running, "load_tensorflow", lambda: None)
    found = digits(tmp_path)
    reporters = []
    for variant in found.variants:
        folder = RunFolder.create(tmp_path, variant.project)
        reporters.append(RunReporter(folder, variant.project, lambda _event: None))
        found.note(variant, folder.path)
    failures = running.train_all(found, lambda _event: None)
    for reporter in reporters:
        reporter.finish("stopped")
    assert [failure.message for failure in failures] == [
        f"{variant.name} is being trained by another process." for variant in found.variants
    ]


def test_a_comparison_of_runs_can_be_saved_and_trained_again(tmp_path: Path) -> None:
    projects = [Project("A"), Project("B")]
    runs = [record_run(tmp_path / "runs", project) for project in projects]
    save_comparison(read_comparison(runs, text="Mine."), tmp_path / "mine.json")
    name, saved, folder = open_comparison(str(tmp_path / "mine.json"))
    assert (name, saved.title, saved.text) == ("mine", "A and B", "Mine.")
    assert [variant_project(variant, folder) for variant in saved.variants] == projects


def test_runs_without_a_project_cannot_be_saved(tmp_path: Path) -> None:
    runs = [record_run(tmp_path / "runs", Project(name)) for name in "AB"]
    (runs[1] / "project.json").unlink()
    with pytest.raises(RequestError, match="1 of 2 projects can be read"):
        save_comparison(read_comparison(runs), tmp_path / "mine.json")
    assert not (tmp_path / "mine.json").exists()
