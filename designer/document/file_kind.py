"""What a file is that is to be opened: a project of ours, or a Keras model to import."""

from pathlib import Path

MODEL_SUFFIXES = (".keras", ".h5", ".hdf5")
_BINARY = (b"PK\x03\x04", b"\x89HDF\r\n\x1a\n")
_START_BYTES = 4096
_OURS, _KERAS = b'"format"', b'"class_name"'


def is_model_file(path: Path) -> bool:
    """Whether to import a file instead of opening it as a project; by how it begins, else by its name.

    What can't be read is no model: opening it says why.
    """
    try:
        if not path.is_file():  # a pipe would never end
            return False
        with path.open("rb") as file:
            start = file.read(_START_BYTES)
    except OSError:
        return False
    if start.startswith(_BINARY):
        return True
    if _KERAS in start:
        return _OURS not in start[: start.index(_KERAS)]
    return path.suffix.lower() in MODEL_SUFFIXES
