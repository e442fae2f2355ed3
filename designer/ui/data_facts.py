"""What a data source holds, as facts to read."""

from designer.data.info import DataInfo, FeatureInfo, LabelInfo
from designer.ui.inspector.facts import Fact

_NUM_NAMED = 10


def data_facts(info: DataInfo) -> list[Fact]:
    """Title, samples, shapes and labels of a source."""
    return [
        ("Holds", info.title),
        ("Samples", "\n".join(f"{name}: {count:,}" for name, count in info.splits.items())),
        ("Each sample", _feature_text(info.features)),
        ("Labels", _label_text(info.labels)),
    ]


def _feature_text(features: FeatureInfo) -> str:
    shape = "×".join("?" if size is None else str(size) for size in features.shape) or "a number"
    limits = features.value_range
    span = f", {limits[0]:g} to {limits[1]:g}" if limits else ""
    return f"{shape} {features.dtype}{span}"


def _label_text(labels: LabelInfo) -> str:
    if labels.kind == "values":
        return f"numbers, {'×'.join(map(str, labels.shape)) or 'one'} per sample"
    names = ", ".join(labels.class_names[:_NUM_NAMED])
    more = "…" if labels.num_classes > _NUM_NAMED else ""
    form = ", one-hot" if labels.kind == "one_hot" else ""
    return f"{labels.num_classes} classes{form}: {names}{more}"
