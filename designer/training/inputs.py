"""The Inputs of a network, and the samples that the data has for each."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from designer.compiler.results import TensorSpec
from designer.data.adaptation import Proposal, SampleShape, adapted_shape, propose
from designer.data.info import DataInfo
from designer.document.project import Project
from designer.document.settings import Adaptation
from designer.errors import DataError
from designer.graph.elements import GraphSnapshot
from designer.graph.expansion import flat
from designer.graph.healing import model_inputs
from designer.training.assignment import arrays_text, assign

_SCALING_LAYERS = frozenset({"Rescaling", "Normalization", "BatchNormalization"})
_SAME_SAMPLES = "All Inputs get the same samples, since the data has one array of them."


@dataclass(frozen=True)
class Entry:
    """One Input and its samples.

    Args:
        node: Its id.
        shape: What it takes, without the batch axis.
        array: Index of its samples among `DataInfo.inputs`.
        info: The source, as if it held these samples only.
        agreed: What the user agreed to do to each sample; None where nothing was decided yet.
        scales: Whether a layer right after the Input brings the values to a small range itself.
        is_only: Whether it is the network's only Input.
    """

    node: str
    name: str
    shape: SampleShape
    dtype: str
    array: int
    info: DataInfo
    agreed: Adaptation | None = None
    scales: bool = False
    is_only: bool = True

    @property
    def is_adapted(self) -> bool:
        """Whether it is said how to adapt the samples, and they then have the Input's shape."""
        return self.agreed is not None and fits(
            adapted_shape(self.agreed, self.info.features.shape), self.shape
        )

    def propose(self) -> Proposal:
        """The least that makes the samples fit.

        Raises:
            DataError: Nothing reasonable does.
        """
        try:
            return propose(self.info, self.shape, self.dtype, first_layer_scales=self.scales)
        except DataError as error:
            raise DataError(self.worded(error.message), error.hint) from error

    def worded(self, step: str) -> str:
        """A step of the adaptation, with the Input that it is for where there are several."""
        return step if self.is_only else f"{self.name}: {step}"


@dataclass(frozen=True)
class Entries:
    """All Inputs of a network in its order.

    Args:
        notices: What isn't plain from the names of the arrays; one line each.
    """

    entries: tuple[Entry, ...]
    notices: tuple[str, ...] = ()

    def __iter__(self) -> Iterator[Entry]:
        return iter(self.entries)


def entries(project: Project, specs: Sequence[TensorSpec], info: DataInfo) -> Entries:
    """Find the samples for each Input.

    Args:
        project: A project whose graph builds.
        specs: Shape and dtype of each input of the model, in order.

    Raises:
        DataError: There are none for one of them.
    """
    graph = flat(project.graph)
    names = {node.id: node.name for node in graph.nodes}
    ids = model_inputs(graph)
    given = [features.name for features in info.inputs]
    found = assign([names[node] for node in ids], given, axis="x", kind="the Inputs")
    missing = [names[node] for node, array in zip(ids, found.arrays, strict=True) if array is None]
    if missing:
        raise _no_samples(missing, given, info)
    scaled = _scaled_inputs(graph)
    rows = zip(ids, specs, found.arrays, strict=True)
    return Entries(
        tuple(
            Entry(
                node,
                names[node],
                spec.shape[1:],
                spec.dtype,
                array or 0,
                replace(info, features=info.inputs[array or 0], further_features=()),
                project.data.adaptation_of(names[node], len(ids)),
                node in scaled,
                len(ids) == 1,
            )
            for node, spec, array in rows
        ),
        (*found.notices, *([_SAME_SAMPLES] if found.is_shared else [])),
    )


def fits(shape: SampleShape, target: SampleShape) -> bool:
    """Whether samples of a shape can enter an Input of another; None in the Input's takes any size."""
    return len(shape) == len(target) and all(
        want is None or have == want for have, want in zip(shape, target, strict=True)
    )


def _no_samples(missing: Sequence[str], given: Sequence[str], info: DataInfo) -> DataError:
    names = " and ".join(f'"{name}"' for name in missing)
    return DataError(
        f"{info.source} has no samples for the Input{'s' if len(missing) > 1 else ''} {names}; "
        f"it has {arrays_text('x', given)}.",
        f"Save an array x_train.{missing[0]}, or name the Inputs as the arrays.",
    )


def _scaled_inputs(graph: GraphSnapshot) -> frozenset[str]:
    types = {node.id: node.type for node in graph.nodes}
    return frozenset(edge.source for edge in graph.edges if types.get(edge.target) in _SCALING_LAYERS)
