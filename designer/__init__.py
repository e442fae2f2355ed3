"""Model Designer: draw Keras networks, train them, watch them learn.

Example:
    >>> import designer
    >>> project = designer.load_preset("digits_resnet")
    >>> run = designer.train(project, epochs=3)
    >>> run.history["val_accuracy"][-1]
"""

from typing import Any

__version__ = "0.1.0"

__all__ = [
    "analyse",
    "build_model",
    "compare",
    "find_learning_rate",
    "from_model",
    "import_model",
    "load_preset",
    "open_data",
    "open_project",
    "overfit_one_batch",
    "resume",
    "train",
]


def __getattr__(name: str) -> Any:
    """Import the public functions when they are first used, so that `import designer` stays quick."""
    if name in __all__:
        from designer import api

        return getattr(api, name)
    raise AttributeError(f"module 'designer' has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted([*globals(), *__all__])
