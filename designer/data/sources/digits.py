"""The handwritten digits that come with scikit-learn: nothing to download."""

import numpy as np

from designer.data.info import DataInfo, FeatureInfo, LabelInfo
from designer.data.sources.base import Arrays, ArraySource
from designer.errors import RequestError


def open_digits(source: str) -> ArraySource:
    """Open 1,797 scans of the digits 0 to 9, 8×8 pixels in 17 shades of grey.

    Raises:
        RequestError: Something follows the name.
    """
    if source != "digits":
        raise RequestError(f"'{source}': the digits have no parts to choose from.", "Write digits.")
    from sklearn.datasets import load_digits

    bunch = load_digits()
    x = bunch.images[..., np.newaxis].astype(np.uint8)
    info = DataInfo(
        source=source,
        title="Handwritten digits (scikit-learn)",
        features=FeatureInfo(x.shape[1:], "uint8", (0.0, 16.0)),
        labels=LabelInfo("classes", class_names=tuple(str(name) for name in bunch.target_names)),
        splits={"train": len(x)},
    )
    return ArraySource(info, {"train": Arrays(x, bunch.target.astype(np.int64))})
