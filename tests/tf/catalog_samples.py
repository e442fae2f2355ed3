"""Arguments, inputs and editor values to try every entry of the catalogue with."""

from designer.catalog.spec import LayerSpec, ObjectSpec, ParamKind, ParamSpec
from designer.catalog.values import KerasObject, Value

Shape = tuple[int | None, ...]

_LSTM = KerasObject("LSTM", {"units": 3, "return_sequences": True})

# Values for required arguments, by name or by Class.name.
_ARGUMENTS: dict[str, Value] = {
    "activation": "relu",
    "axes": 1,
    "boundaries": [10, 20],
    "cell": KerasObject("LSTMCell", {"units": 3}),
    "cells": [KerasObject("LSTMCell", {"units": 3}), KerasObject("GRUCell", {"units": 2})],
    "decay_rate": 0.9,
    "decay_steps": 100,
    "dims": (2, 1),
    "equation": "abc,cd->abd",
    "factor": 0.5,
    "filters": 2,
    "first_decay_steps": 100,
    "head_dim": 4,
    "height": 8,
    "height_factor": 0.2,
    "initial_learning_rate": 0.1,
    "inner_optimizer": KerasObject("Adam"),
    "input_dim": 10,
    "kernel_size": 3,
    "key_dim": 4,
    "layer": KerasObject("Dense", {"units": 3}),
    "max_number": 5,
    "n": 3,
    "num_bins": 5,
    "num_classes": 3,
    "num_heads": 2,
    "num_key_value_heads": 2,
    "num_query_heads": 4,
    "output_dim": 4,
    "output_shape": (None, 4),
    "output_size": 2,
    "pool_size": 2,
    "precision": 0.5,
    "rate": 0.5,
    "recall": 0.5,
    "scale": 0.5,
    "sensitivity": 0.5,
    "shape": (8, 8, 3),
    "specificity": 0.5,
    "stddev": 0.1,
    "target_class_ids": (0,),
    "target_shape": (-1,),
    "units": 3,
    "values": [0.1, 0.01, 0.001],
    "width": 8,
    "width_factor": 0.2,
    "Bidirectional.layer": _LSTM,
    "CategoryEncoding.num_tokens": 5,
    "Discretization.bin_boundaries": [0.0, 1.0],
    "IntegerLookup.vocabulary": [10, 20, 30],
    "Normalization.mean": 0.5,
    "Normalization.variance": 2.0,
    "RandomPosterization.factor": 4,
    "StringLookup.vocabulary": ["a", "b"],
    "TextVectorization.vocabulary": ["a", "b"],
}

_IMAGE: Shape = (None, 16, 16, 3)
_VOLUME: Shape = (None, 8, 8, 8, 2)
_SEQUENCE: Shape = (None, 8, 3)
_VECTOR: Shape = (None, 6)

# Input shapes by layer type, or by family.
_SHAPES: dict[str, Shape] = {
    "ConvLSTM1D": (None, 4, 8, 2),
    "ConvLSTM2D": (None, 4, 8, 8, 2),
    "ConvLSTM3D": (None, 4, 8, 8, 8, 2),
    "EinsumDense": _SEQUENCE,
    "GroupNormalization": (None, 4, 4, 32),
    "HashedCrossing": (None, 1),
    "Masking": _SEQUENCE,
    "Permute": _SEQUENCE,
    "MelSpectrogram": (None, 16000),
    "STFTSpectrogram": (None, 16000, 1),
    "TextVectorization": (None, 1),
    "TimeDistributed": _SEQUENCE,
    "Bidirectional": _SEQUENCE,
    "Dot": _SEQUENCE,
    "Recurrent": _SEQUENCE,
    "Attention": _SEQUENCE,
    "Image preprocessing": _IMAGE,
    "Image augmentation": _IMAGE,
}
_DTYPES = {
    "Embedding": "int32",
    "ReversibleEmbedding": "int32",
    "CategoryEncoding": "int32",
    "IntegerLookup": "int64",
    "StringLookup": "string",
    "TextVectorization": "string",
    "Hashing": "int64",
    "HashedCrossing": "int64",
}
_BY_RANK = {"1": _SEQUENCE, "2": _IMAGE, "3": _VOLUME}

# What must be given along with an argument before Keras takes all of its values.
_PARTNERS: dict[str, dict[str, Value]] = {
    "output_mode": {"vocabulary": None},
    "max_tokens": {"vocabulary": None},
    "output_padding": {"strides": 2},
    "pad_to_max_tokens": {"max_tokens": 10},
    "sparse": {"output_mode": "one_hot"},
    "AUC.num_labels": {"multi_label": True},
    "Discretization.num_bins": {"bin_boundaries": None},
    "Discretization.bin_boundaries": {"num_bins": 3},
    "GroupQueryAttention.num_query_heads": {"num_key_value_heads": 1},
    "Hashing.dtype": {"output_mode": "one_hot"},
    "IntegerLookup.salt": {"oov_method": "farmhash"},
    "STFTSpectrogram.fft_length": {"frame_length": 1},
    "TextVectorization.sparse": {"output_mode": "multi_hot"},
}

# Values that an editor offers and Keras refuses: open ends of ranges, and numbers with rules of their own.
# Keras's message then stands at the node.
_REFUSED: dict[str, tuple[Value, ...]] = {
    "CategoricalGeneralizedCrossEntropy.q": (0.0, 1.0),
    "CategoryEncoding.num_tokens": (None,),
    "Discretization.num_bins": (None,),
    "F1Score.threshold": (0.0,),
    "FBetaScore.beta": (0.0,),
    "FBetaScore.threshold": (0.0,),
    "Lion.beta_1": (0.0,),
    "Normalization.mean": (None, (0.0, 1.0)),
    "Normalization.variance": (None, (0.0, 1.0)),
    "Permute.dims": ((1, 1),),
    "RandomZoom.height_factor": (-1.0, (-1.0, 1.0)),
    "RandomZoom.width_factor": (-1.0, (-1.0, 1.0)),
    "VarianceScaling.scale": (0.0,),
}

_EXAMPLES: dict[ParamKind, tuple[Value, ...]] = {
    "bool": (True, False),
    "str": ("ab",),
    "activation": ("tanh", KerasObject("LeakyReLU", {"negative_slope": 0.1})),
    "initializer": ("he_normal", KerasObject("RandomNormal", {"stddev": 0.1, "seed": 1})),
    "regularizer": ("l2", KerasObject("L1L2", {"l1": 0.1})),
    "constraint": (KerasObject("MaxNorm", {"max_value": 3}),),
    "learning_rate": (
        0.1,
        KerasObject("ExponentialDecay", {"initial_learning_rate": 0.1, "decay_steps": 9, "decay_rate": 0.5}),
    ),
    "dtype": ("float16", "mixed_bfloat16"),
}


def arguments(spec: ObjectSpec) -> dict[str, Value]:
    """What the class needs at least."""
    own = {param.name: _ARGUMENTS.get(f"{spec.type}.{param.name}") for param in spec.params}
    general = {param.name: _ARGUMENTS[param.name] for param in spec.params if param.required}
    return general | {name: value for name, value in own.items() if value is not None}


def input_shape(spec: LayerSpec) -> Shape:
    """A shape that the layer takes."""
    rank = next((digit for digit in _BY_RANK if f"{digit}D" in spec.type), "")
    return _SHAPES.get(spec.type) or _SHAPES.get(spec.category) or _BY_RANK.get(rank, _VECTOR)


def input_dtype(spec: LayerSpec) -> str:
    """A dtype that the layer takes."""
    return _DTYPES.get(spec.type, "float32")


def partners(spec: ObjectSpec, param: ParamSpec) -> dict[str, Value]:
    """Arguments that `param` makes no sense without."""
    known = _PARTNERS.get(f"{spec.type}.{param.name}") or _PARTNERS.get(param.name, {})
    return {name: value for name, value in known.items() if spec.param(name)}


def refused(spec: ObjectSpec, param: ParamSpec) -> tuple[Value, ...]:
    """What Keras refuses although an editor offers it."""
    return _REFUSED.get(f"{spec.type}.{param.name}", ())


def editor_values(param: ParamSpec) -> list[Value]:
    """What an inspector would let a user enter: both limits, every choice, None, bare numbers and tuples."""
    values = [*_EXAMPLES.get(param.kind, ()), *(param.choices if param.kind == "choice" else ())]
    values += [None] if param.nullable else []
    least = param.minimum or min(0.0, param.maximum or 0.0)
    most = max(least, 1.0) if param.maximum is None else param.maximum
    return values + _numbers(param, least, most)


def _numbers(param: ParamSpec, least: float, most: float) -> list[Value]:
    whole, count = int(least), param.length or 2
    match param.kind:
        case "int" | "float":
            number = int if param.kind == "int" else float
            return [number(least), number(most)]
        case "int_tuple":
            return [(whole,) * count, *([whole] if param.scalar else [])]
        case "int_pairs":
            return [(whole,) * count, ((whole, whole + 1),) * count, whole]
        case "float_tuple":
            return [(least, most, *(most,) * (count - 2)), *([least, most] if param.scalar else [])]
        case _:
            return []
