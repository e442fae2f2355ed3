"""Weights lie beside their project, are proved to be the right ones, and never replace another's file."""

from pathlib import Path

import pytest

from designer.document.files import open_project
from designer.document.project import Project
from designer.document.settings import WeightsFile
from designer.document.weights_files import MAGIC, adopt, checked, new_part
from designer.errors import ProjectFileError, WeightsError


def some_weights(content: bytes = b"numbers") -> WeightsFile:
    part = new_part()
    part.write_bytes(MAGIC + content)
    return adopt(part)


def test_weights_are_saved_beside_their_project(tmp_path: Path) -> None:
    path = Project(weights=some_weights()).save(tmp_path / "net.json")
    found = open_project(path).weights
    assert found is not None
    assert checked(found) == tmp_path / "net.weights.h5"
    assert '"path": "net.weights.h5"' in path.read_text()


def test_a_copy_under_another_name_has_weights_of_its_own(tmp_path: Path) -> None:
    path = Project(weights=some_weights()).save(tmp_path / "net.json")
    (tmp_path / "there").mkdir()
    open_project(path).save(tmp_path / "there" / "copy.json")
    assert (tmp_path / "there" / "copy.weights.h5").read_bytes() == MAGIC + b"numbers"


def test_a_file_of_the_users_is_not_replaced(tmp_path: Path) -> None:
    own = tmp_path / "net.weights.h5"
    own.write_bytes(b"saved by Keras")
    path = Project(weights=some_weights()).save(tmp_path / "net.json")
    assert own.read_bytes() == b"saved by Keras"
    assert '"path": "net-2.weights.h5"' in path.read_text()


def test_newer_weights_take_the_place_of_older_ones(tmp_path: Path) -> None:
    Project(weights=some_weights()).save(tmp_path / "net.json")
    path = Project(weights=some_weights(b"others")).save(tmp_path / "net.json")
    found = open_project(path).weights
    assert found is not None
    assert checked(found).read_bytes() == MAGIC + b"others"
    assert len(list(tmp_path.iterdir())) == 2


def test_a_project_without_its_weights_can_still_be_opened_and_saved(tmp_path: Path) -> None:
    path = Project(weights=some_weights()).save(tmp_path / "net.json")
    (tmp_path / "net.weights.h5").unlink()
    project = open_project(path)
    before = path.read_text()
    project.save(path)
    assert path.read_text() == before
    assert project.weights is not None
    with pytest.raises(WeightsError, match="The project's weights are missing"):
        checked(project.weights)


def test_weights_that_were_changed_are_not_used(tmp_path: Path) -> None:
    project = open_project(Project(weights=some_weights()).save(tmp_path / "net.json"))
    (tmp_path / "net.weights.h5").unlink()
    (tmp_path / "net.weights.h5").write_bytes(MAGIC + b"changed")
    assert project.weights is not None
    with pytest.raises(WeightsError, match="it was changed since"):
        checked(project.weights)


@pytest.mark.parametrize("name", ["/etc/passwd", "../net.weights.h5", "a/b.h5", "C:\\b.h5", "..", ""])
def test_a_project_names_no_file_but_one_beside_it(tmp_path: Path, name: str) -> None:
    path = Project(weights=some_weights()).save(tmp_path / "net.json")
    escaped = name.replace("\\", "\\\\")
    path.write_text(path.read_text().replace('"path": "net.weights.h5"', f'"path": "{escaped}"'))
    with pytest.raises(ProjectFileError, match="should be the name of a file beside it"):
        open_project(path)


def test_weights_never_saved_are_never_looked_for_in_the_current_folder() -> None:
    with pytest.raises(WeightsError, match="are missing"):
        checked(WeightsFile(path="net.weights.h5", sha256="0"))
