"""ResNet-152 of keras.applications as a project: from a model in memory, and from its file.

What `from_model` takes is all beyond Keras's own making of the model. `import_model` reads the file itself,
so its time is told beside that of `keras.models.load_model`.
"""

import shutil
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from benchmarks.figures import Figure

NUM_RUNS = 7
_NUM_LAYERS = 517


def measure() -> list[Figure]:
    from designer.compiler.backend import load_tensorflow

    load_tensorflow()
    import keras

    import designer
    from designer.compiler.importing.projects import draw_live

    model = keras.applications.ResNet152(weights=None)
    folder = Path(tempfile.mkdtemp(prefix="model-designer-bench-"))
    try:
        path = folder / "resnet152.keras"
        model.save(path)
        assert len(draw_live(model).project.graph.nodes) == _NUM_LAYERS
        live = _seconds(lambda: designer.from_model(model))
        graph = _seconds(lambda: draw_live(model))
        file = _seconds(lambda: designer.import_model(path))
        load = _seconds(lambda: keras.models.load_model(path))
        weights = designer.from_model(model).weights
        assert weights
        Path(weights.path).unlink()
    finally:
        shutil.rmtree(folder)
    beyond = tuple(ours - theirs for ours, theirs in zip(file, load, strict=True))
    name = "from_model of ResNet-152, 517 layers, 242 MB"
    beside = _of("in all", file) | _of("load_model", load)
    return [
        Figure(name, live, "s", 1, "lower", _of("graph alone", graph)),
        Figure("import_model of its .keras file, beyond load_model", beyond, "s", 1, "lower", beside),
    ]


def _of(name: str, samples: tuple[float, ...]) -> dict[str, float]:
    return {name: sorted(samples)[len(samples) // 2]}


def _seconds(work: Callable[[], object]) -> tuple[float, ...]:
    found = []
    for _ in range(NUM_RUNS):
        started = time.perf_counter()
        work()
        found.append(time.perf_counter() - started)
    return tuple(found)
