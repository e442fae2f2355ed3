"""Layers of installed packages are found, described, built, saved and read like Keras's own."""

from collections.abc import Iterator
from pathlib import Path

import keras
import numpy as np
import pytest

from designer.catalog.catalog import Catalog
from designer.compiler.analysis import analyse, forget
from designer.compiler.build import build_model
from designer.compiler.catalogs import current_catalog
from designer.compiler.engine import Engine, EngineReady
from designer.compiler.plugins import load_plugins
from tests.tf.graphs import join
from tests.tf.test_engine import answers

GOOD = '''
import keras

class Scaled(keras.layers.Layer):
    """Multiply by a learnt factor."""

    def __init__(self, factor, offset=0.5, mode="plain", groups: int = None, **kwargs):
        super().__init__(**kwargs)
        self.factor, self.offset, self.mode = factor, offset, mode

    def build(self, shape):
        self.scale = self.add_weight(shape=(shape[-1],), initializer="ones")

    def call(self, inputs):
        return inputs * self.scale * self.factor + self.offset

    def get_config(self):
        return {**super().get_config(), "factor": self.factor, "offset": self.offset, "mode": self.mode}


class Gate(keras.layers.Layer):
    """Weigh a tensor by another."""

    def call(self, inputs, gate, training=False):
        return inputs * gate


class Dense(keras.layers.Layer):
    pass


number = 3
'''


def install(folder: Path, name: str, source: str, *entries: str) -> None:
    """A package with metadata of its own, as an installer leaves it."""
    (folder / f"{name}.py").write_text(source)
    info = folder / f"{name}-1.0.dist-info"
    info.mkdir()
    (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {name}\nVersion: 1.0\n")
    (info / "entry_points.txt").write_text("\n".join(["[model_designer.layers]", *entries]))


def _forget() -> None:
    load_plugins.cache_clear()
    current_catalog.cache_clear()
    forget()


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A folder of installed packages."""
    monkeypatch.syspath_prepend(str(tmp_path))
    before = dict(keras.saving.get_custom_objects())
    _forget()
    yield tmp_path
    _forget()
    keras.saving.get_custom_objects().clear()
    keras.saving.get_custom_objects().update(before)


def test_without_plugins_the_catalogue_is_that_of_keras() -> None:
    assert current_catalog() == Catalog.load()


def test_a_layer_is_described_like_any_other(site: Path) -> None:
    install(site, "my_layers_a", GOOD, "scaled = my_layers_a:Scaled", "gate = my_layers_a:Gate")
    catalog = current_catalog()
    scaled, gate = catalog.layer("Scaled"), catalog.layer("Gate")
    assert scaled is not None
    assert gate is not None
    assert (scaled.category, scaled.summary) == ("Plug-ins", "Multiply by a learnt factor")
    kinds = {param.name: (param.kind, param.required) for param in scaled.params}
    assert [kinds[name] for name in ("factor", "offset", "mode", "groups")] == [
        ("literal", True),
        ("float", False),
        ("str", False),
        ("int", False),
    ]
    assert gate.inputs.names == ("inputs", "gate")
    assert catalog.categories[-1] == "Plug-ins"


def test_it_is_analysed_built_saved_and_read_back(site: Path, tmp_path: Path) -> None:
    install(site, "my_layers_b", GOOD, "scaled = my_layers_b:Scaled", "gate = my_layers_b:Gate")
    graph = join("Scaled", (4,), factor=3.0)
    analysis = analyse(graph)
    assert analysis.problems == ()
    assert (analysis.parameters, analysis.layers) == (4, 2)
    model = build_model(graph)
    model.save(tmp_path / "model.keras")
    sample = np.ones((1, 4), np.float32)
    again = keras.saving.load_model(tmp_path / "model.keras")
    np.testing.assert_allclose(again(sample), np.full((1, 4), 3.5))
    assert analyse(join("Gate", (4,), (4,))).problems == ()


def test_what_is_broken_is_one_line_and_the_rest_works(site: Path) -> None:
    install(
        site, "my_layers_c", GOOD, "gate = my_layers_c:Gate", "number = my_layers_c:number", "x = no_such:X"
    )
    install(site, "my_layers_d", "import sys\nsys.exit(3)", "leaves = my_layers_d:Scaled")
    notices = load_plugins().notices
    assert [notice.split()[2] for notice in notices] == ['"leaves"', '"number"', '"x"']
    assert "is not a Keras layer class" in notices[1]
    assert "No module named 'no_such'" in notices[2]
    assert not any("\n" in notice for notice in notices)
    assert current_catalog().layer("Gate") is not None


def test_names_of_keras_stay_its_own(site: Path) -> None:
    install(site, "my_layers_e", GOOD, "dense = my_layers_e:Dense")
    [notice] = load_plugins().notices
    assert notice == 'The plug-in "dense" of my_layers_e is left out: Keras has a layer Dense itself.'
    assert current_catalog() == Catalog.load()


def test_the_engine_hands_out_what_it_found(site: Path) -> None:
    install(site, "my_layers_f", GOOD, "gate = my_layers_f:Gate", "x = no_such:X")
    engine = Engine()
    engine.start()
    [ready] = answers(engine, 1)
    engine.stop()
    assert isinstance(ready, EngineReady)
    assert ready.catalog.layer("Gate") is not None
    assert len(ready.notices) == 1
