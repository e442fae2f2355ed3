"""Which arguments of the functions of `keras.ops` are tensors, and what their outputs are called."""

from designer.compiler.docstrings import Facts

# Functions that take functions, make tensors out of nothing, or tell facts about a tensor.
_NO_LAYERS = """
    associative_scan cond custom_gradient fori_loop jvp map scan switch vectorize vectorized_map while_loop
    arange array bartlett blackman convert_to_numpy convert_to_tensor empty empty_like eye full geomspace
    hamming hanning identity kaiser linspace logspace ones tri zeros
    dtype is_tensor ndim shape size
    select unravel_index
"""
# Functions that fail where the batch size is open, or give another shape or dtype than Keras says beforehand.
_UNSURE = """
    adaptive_average_pool adaptive_max_pool argpartition conv_transpose corrcoef correlate ctc_decode digitize
    eig gcd histogram isin kron lcm lu_factor multi_hot polar rearrange searchsorted slogdet unfold unique
    view_as_complex
"""
NOT_OFFERED = frozenset([*_NO_LAYERS.split(), *_UNSURE.split()])

ALIASES: dict[str, str] = {
    "absolute": "abs",
    "amax": "max",
    "amin": "min",
    "bitwise_not": "bitwise_invert",
    "conjugate": "conj",
    "fabs": "abs",
    "hard_swish": "hard_silu",
    "left_shift": "bitwise_left_shift",
    "right_shift": "bitwise_right_shift",
    "swish": "silu",
    "true_divide": "divide",
}
"""Second names, by what the same function is called here."""

_TENSORS = """
    a array b beta bias condition data depthwise_kernel gamma indices inputs kernel key mask mean offset
    operands output output_length pointwise_kernel predictions query scale segment_ids target target_length
    targets tensor updates value values variable variance weights x x1 x2 xs y
"""
_TENSOR_NAMES = frozenset(_TENSORS.split())
_NOT_TENSORS = frozenset(
    (
        "diagonal.offset",
        "dot_product_attention.scale",
        "get_item.key",
        "squareplus.b",
        "trace.offset",
        "trapezoid.x",
    )
)

_OR_NUMBER = """
    add subtract multiply divide divide_no_nan floor_divide mod fmod power maximum minimum fmax fmin hypot
    arctan2 logaddexp logaddexp2 heaviside nextafter equal not_equal greater greater_equal less less_equal
    isclose allclose where
"""
_OR_INT = "ldexp bitwise_and bitwise_or bitwise_xor bitwise_left_shift bitwise_right_shift"
_STAND_INS: dict[str, Facts] = {
    **dict.fromkeys(_OR_NUMBER.split(), Facts(kind="float", nullable=True)),
    **dict.fromkeys(_OR_INT.split(), Facts(kind="int", nullable=True)),
    "take": Facts(kind="list", nullable=True),
}

LISTS = frozenset(("concatenate", "stack", "hstack", "vstack", "dstack"))
"""Functions that take any number of tensors as a list."""

GIVES_LISTS = frozenset(("split", "array_split", "hsplit", "vsplit", "dsplit", "unstack", "nonzero"))
"""Functions that give any number of tensors."""

COMPLEX = frozenset(("fft", "fft2", "ifft2", "irfft", "istft"))
"""Functions that take real and imaginary parts as a pair."""

_OUTPUTS: dict[str, str] = {
    **dict.fromkeys(("fft", "fft2", "ifft2", "rfft", "stft"), "real imag"),
    "eigh": "eigenvalues eigenvectors",
    "moments": "mean variance",
    "qr": "q r",
    "svd": "u s v",
    "top_k": "values indices",
}


def is_tensor(function: str, argument: str) -> bool:
    """Whether an argument of a function is a tensor, and so a port."""
    return argument in _TENSOR_NAMES and f"{function}.{argument}" not in _NOT_TENSORS


def stand_in(function: str) -> Facts | None:
    """What may stand for the second tensor and those after it; None where nothing may."""
    return _STAND_INS.get(function)


def outputs_of(function: str) -> tuple[str, ...]:
    """What the outputs of a function are called; empty where it has one, or any number."""
    return tuple(_OUTPUTS.get(function, "").split())
