"""Child process of a download: `python -m designer.data.fetch KIND NAME STAGING [DOWNLOADS or URL]`.

Cleans up and ends at once when its parent does, so that no download goes on unseen.
"""

import importlib
import os
import shutil
import sys
import threading
from pathlib import Path


def main(kind: str, name: str, staging: str, place: str = "") -> None:
    """Fetch one data set, or one file of weights, into the staging folder."""
    threading.Thread(target=_end_with_parent, args=(staging,), daemon=True).start()
    if kind == "tfds":
        _fetch_tfds(name, staging, place)
    elif kind == "weights":
        _fetch_weights(name, staging, place)
    else:
        _fetch_keras(name, staging)


def _fetch_tfds(name: str, staging: str, downloads: str) -> None:
    import tensorflow_datasets as tfds

    tfds.disable_progress_bar()
    tfds.builder(name, data_dir=staging).download_and_prepare(download_dir=downloads)


def _fetch_keras(name: str, staging: str) -> None:
    os.environ["KERAS_HOME"] = staging
    importlib.import_module(f"keras.datasets.{name}").load_data()
    # Keras writes its settings there too; they must not replace the user's.
    (Path(staging) / "keras.json").unlink(missing_ok=True)


def _fetch_weights(file: str, staging: str, url: str) -> None:
    import keras

    keras.utils.get_file(file, origin=url, cache_dir=staging, cache_subdir="models")


def _end_with_parent(staging: str) -> None:
    # Not sys.stdin.read(), whose lock would make the end of this process fail.
    os.read(sys.stdin.fileno(), 1)
    shutil.rmtree(staging, ignore_errors=True)
    os._exit(1)


if __name__ == "__main__":
    main(*sys.argv[1:])
