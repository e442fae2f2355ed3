"""A few samples of each class, ready to be shown."""

from dataclasses import dataclass

import numpy as np

from designer.data.adaptation import apply
from designer.data.info import FeatureInfo
from designer.data.sources.base import Array
from designer.data.sources.registry import open_source
from designer.document.settings import Adaptation

_MAX_READ = 5_000


@dataclass(frozen=True, eq=False)
class Samples:
    """Images of each class.

    Args:
        class_names: One for each class; one empty name where the source has no classes.
        images: For each class its images, uint8 with the axes height, width, channels (1 or 3).
    """

    class_names: tuple[str, ...]
    images: tuple[tuple[Array, ...], ...]


def samples(text: str, adaptation: Adaptation | None = None, *, per_class: int = 4) -> Samples:
    """The first images of each class in the training split, resized and coloured as the network sees them.

    Looks at 5,000 samples at most, so that a rare class may have fewer; sources without images have none.

    Raises:
        RequestError: There is no such source.
        DataError: It isn't on this computer or can't be read.
    """
    source = open_source(text)
    features, labels = source.info.features, source.info.labels
    class_names = labels.class_names or ("",)
    images: list[list[Array]] = [[] for _ in class_names]
    if features.is_image:
        for (x, y), _ in zip(source.iterate(source.train_split), range(_MAX_READ), strict=False):
            shown = images[_class_of(y) if labels.class_names else 0]
            if len(shown) < per_class:
                shown.append(_picture(x, features, adaptation or Adaptation()))
            if all(len(of_class) >= per_class for of_class in images):
                break
    return Samples(class_names, tuple(tuple(of_class) for of_class in images))


def _class_of(label: Array) -> int:
    return int(label.argmax()) if label.ndim else int(label)


def _picture(x: Array, features: FeatureInfo, adaptation: Adaptation) -> Array:
    visible = Adaptation(resize=adaptation.resize, channels=adaptation.channels)
    adapted = np.asarray(apply(visible, x[np.newaxis])[0], np.float32)
    adapted = np.nan_to_num(adapted, posinf=0.0, neginf=0.0)
    low, high = features.value_range or (float(adapted.min()), float(adapted.max()))
    scaled = (adapted[..., :3] - low) * (255 / (high - low or 1.0))
    picture: Array = np.clip(np.rint(scaled), 0, 255).astype(np.uint8)
    return picture
