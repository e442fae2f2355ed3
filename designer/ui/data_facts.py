"""What a data source holds, as facts to read."""

from designer.data.info import DataInfo, FeatureInfo, LabelInfo
from designer.ui.inspector.facts import Fact

_NUM_NAMED = 10


def data_facts(info: DataInfo) -> list[Fact]:
    """Title, samples, shapes and labels of a source."""
    return [
        ("Holds", info.title),
        ("Samples", "\n".join(f"{name}: {count:,}" for name, count in info.splits.items())),
        ("Each sample", "\n".join(_named(each.name, _feature_text(each)) for each in info.inputs)),
        ("Labels", "\n".join(_named(each.name, _label_text(each)) for each in info.targets)),
    ]


def _named(name: str, text: str) -> str:
    return f"{name}: {text}" if name else text


def _feature_text(features: FeatureInfo) -> str:
    shape = "×".join("?" if size is None else str(size) for size in features.shape) or "a number"
    limits = features.value_range
    span = f", {limits[0]:g} to {limits[1]:g}" if limits else ""
    return f"{shape} {features.dtype}{span}"


def _label_text(labels: LabelInfo) -> str:
    if labels.kind == "values":
        return f"numbers, {'×'.join(map(str, labels.shape)) or 'one'} per sample"
    if labels.kind == "probabilities":
        return f"probabilities of {labels.shape[0]} classes"
    names = ", ".join(labels.class_names[:_NUM_NAMED])
    more = "…" if labels.num_classes > _NUM_NAMED else ""
    form = ", one-hot" if labels.kind == "one_hot" else ""
    return f"{labels.num_classes} classes{form}: {names}{more}"
