"""Fetching weights that Keras publishes, into the folder where it looks for them."""

from designer.data.download import Download
from designer.data.sources.keras_datasets import keras_dir

KIND = "weights"


def weights_download(name: str, file: str, url: str, size_bytes: int | None = None) -> Download:
    """What `designer.data.download.prepare` is to fetch.

    Args:
        name: The network's, for people.
        file: What Keras calls the file.
        url: Where it is.
        size_bytes: Its size, as far as it is known.
    """
    title = f"ImageNet weights of {name}"
    return Download(f"{KIND}:{name}", file, title, keras_dir(), size_bytes, (url,), kind=KIND)
