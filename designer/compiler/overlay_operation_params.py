"""What introspection can't know about the arguments of the functions of `keras.ops` that are no tensors."""

from designer.compiler.docstrings import Facts


def _words(words: str, *, nullable: bool = False) -> Facts:
    return Facts(kind="choice", choices=tuple(words.split()), nullable=nullable)


_INT = Facts(kind="int")
_FLOAT = Facts(kind="float")
_FLOAT_OR_NONE = Facts(kind="float", nullable=True)
_INTS = Facts(kind="int_tuple", scalar=True)
_WINDOW = Facts(kind="int_tuple", scalar=True, minimum=1)
_DTYPE = Facts(
    kind="dtype",
    choices=("float32", "float16", "bfloat16", "float64", "int32", "int64", "uint8", "bool"),
    open=True,
)

_BY_NAME: tuple[tuple[Facts, str], ...] = (
    (
        _INT,
        """
        append.axis argmax.axis argmin.axis argsort.axis array_split.axis concatenate.axis
        cross.axis cumprod.axis cumsum.axis diff.axis glu.axis nanargmax.axis nanargmin.axis
        nancumprod.axis nancumsum.axis one_hot.axis repeat.axis sort.axis sparsemax.axis split.axis stack.axis
        take.axis take_along_axis.axis trapezoid.axis unstack.axis
        categorical_crossentropy.axis sparse_categorical_crossentropy.axis
        round.decimals swapaxes.axis1 swapaxes.axis2 tril.k triu.k diag.k diagflat.k rot90.k
        unstack.num vander.N
        """,
    ),
    (
        _FLOAT,
        """
        clip.x_min clip.x_max full_like.fill_value psnr.max_val threshold.threshold threshold.default_value
        """,
    ),
    (
        _FLOAT_OR_NONE,
        """
        dot_product_attention.attn_logits_soft_cap dot_product_attention.scale lstsq.rcond matrix_rank.tol
        max.initial min.initial norm.ord pad.constant_values pinv.rcond
        """,
    ),
    (Facts(kind="float", minimum=0, maximum=1), "quantile.q nanquantile.q"),
    (Facts(kind="float", minimum=0, maximum=100), "percentile.q nanpercentile.q"),
    (_INTS, "moveaxis.source moveaxis.destination roll.shift rot90.axes"),
    (Facts(kind="int_tuple"), "moments.axes transpose.axes slice.start_indices slice_update.start_indices"),
    (_WINDOW, "repeat.repeats tile.repeats fold.stride fold.dilation"),
    (
        _WINDOW,
        """
        array_split.indices_or_sections dsplit.indices_or_sections hsplit.indices_or_sections
        split.indices_or_sections vsplit.indices_or_sections
        """,
    ),
    (Facts(kind="int_tuple", scalar=True, minimum=0), "fold.padding"),
    (Facts(kind="int_pairs", scalar=True, minimum=0), "pad.pad_width"),
    (Facts(kind="shape", minimum=-1), "reshape.newshape"),
    (Facts(kind="str"), "einsum.subscripts get_item.key"),
    (_words("constant edge reflect symmetric wrap"), "pad.mode"),
    (_words("linear lower higher midpoint nearest"), "quantile.method nanquantile.method"),
    (_words("linear lower higher midpoint nearest"), "percentile.method nanpercentile.method"),
    (_words("reduced complete"), "qr.mode"),
    (_words("xy ij"), "meshgrid.indexing"),
    (_words("add max min mul", nullable=True), "scatter_update.reduction"),
    (
        _DTYPE,
        """
        cast.dtype saturate_cast.dtype view.dtype prod.dtype cumsum.dtype cumprod.dtype nancumsum.dtype
        nancumprod.dtype one_hot.dtype ones_like.dtype zeros_like.dtype full_like.dtype
        """,
    ),
)

RULES: dict[str, Facts] = {f"ops.{name}": facts for facts, names in _BY_NAME for name in names.split()}
"""Facts by type and argument, such as `ops.clip.x_min`."""
