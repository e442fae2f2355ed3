"""What introspection can't know about constructor arguments: limits, legal words, kinds without a sign.

Written by hand and checked against Keras by `tests/tf/test_catalog_conformance.py`. A rule holds for an
argument name wherever it occurs, or as `Class.argument` for that one; the latter wins.
"""

from designer.compiler.docstrings import Facts
from designer.compiler.overlay_operation_params import RULES as _OF_OPERATIONS

_COUNT = Facts(kind="int", minimum=1)
_FRACTION = Facts(kind="float", minimum=0, maximum=1)
_POSITIVE = Facts(kind="float", minimum=0)
_PER_DIMENSION = Facts(kind="int_tuple", scalar=True, minimum=1)
_UP_TO = Facts(kind="float_tuple", length=2, scalar=True, minimum=0, maximum=1)


def _words(words: str, *, nullable: bool = False, more: bool = False) -> Facts:
    return Facts(kind="choice", choices=tuple(words.split()), nullable=nullable, open=more)


def _dtypes(words: str) -> Facts:
    return Facts(
        kind="dtype", choices=("float32", "float16", "bfloat16", "float64", *words.split()), open=True
    )


def _layer(words: str = "") -> Facts:
    return Facts(kind="layer", choices=tuple(words.split()), open=True)


# Facts, and the arguments they hold for.
_NUMBERS: tuple[tuple[Facts, str], ...] = (
    (
        _COUNT,
        """
        units filters groups depth_multiplier input_dim output_dim n height width num_heads key_dim value_dim
        head_dim num_query_heads num_key_value_heads sliding_window power_iterations lora_rank lora_alpha
        num_tokens num_bins output_sequence_length num_chains chain_depth max_number bins
        fft_length sequence_stride sequence_length sampling_rate num_mel_bins frame_length frame_step
        batch_size decay_steps first_decay_steps ema_overwrite_frequency ns_steps dynamic_growth_steps
        k top_k num_classes num_labels RandAugment.num_ops UpSampling1D.size
        """,
    ),
    (Facts(kind="int", minimum=2), "gradient_accumulation_steps num_thresholds max_tokens"),
    (Facts(kind="int", minimum=0), "num_oov_indices warmup_steps class_id num_regressors"),
    (Facts(kind="int", minimum=-1), "GroupNormalization.groups"),
    (
        Facts(kind="int"),
        """
        seed ignore_class BatchNormalization.axis Concatenate.axis SparseCategoricalCrossentropy.axis
        MaxNumBoundingBoxes.fill_value IntegerLookup.mask_token IntegerLookup.oov_token Hashing.mask_value
        """,
    ),
    (
        _FRACTION,
        """
        rate dropout recurrent_dropout momentum renorm_momentum ema_momentum label_smoothing beta_1 beta_2
        adam_beta_1 adam_beta_2 rho recall precision sensitivity specificity GaussianNoise.stddev
        Discretization.epsilon RandomGrayscale.factor RandomPerspective.scale MixUp.alpha
        CategoricalGeneralizedCrossEntropy.q CosineDecay.alpha CosineDecayRestarts.alpha
        """,
    ),
    (
        _POSITIVE,
        """
        epsilon epsilon_1 epsilon_2 negative_slope ReLU.max_value l1 l2 stddev clip_limit min_freq max_freq
        clipnorm clipvalue global_clipnorm clip_threshold weight_decay adam_weight_decay loss_scale_factor
        initial_learning_rate end_learning_rate warmup_target initial_accumulator_value adam_lr_ratio
        l1_regularization_strength l2_regularization_strength l2_shrinkage_regularization_strength
        initial_scale min_value MaxNorm.max_value MinMaxNorm.max_value VarianceScaling.scale top_db min_power
        AugMix.alpha FBetaScore.beta Huber.delta
        """,
    ),
    (Facts(kind="float", minimum=0, nullable=True), "rms_rate"),
    (Facts(kind="float", maximum=0), "learning_rate_power"),
    (Facts(kind="float"), "alpha beta gamma Masking.mask_value fill_value threshold logit_soft_cap"),
    (Facts(kind="float_tuple", length=2), "value_range"),
    (Facts(kind="float_tuple", length=2, minimum=0, maximum=1), "RandomErasing.scale"),
    (_UP_TO, "addition_factor threshold_factor x_factor y_factor"),
    (Facts(kind="float_tuple", length=2, scalar=True, minimum=-1, maximum=1), "height_factor width_factor"),
    (
        Facts(kind="float_tuple", length=2, scalar=True, minimum=0),
        "RandomElasticTransform.scale sigma brightness_factor contrast_factor saturation_factor hue_factor",
    ),
    (
        Facts(kind="float_tuple", scalar=True),
        "Normalization.mean Normalization.variance CategoricalFocalCrossentropy.alpha",
    ),
)
_TUPLES: tuple[tuple[Facts, str], ...] = (
    (_PER_DIMENSION, "kernel_size strides dilation_rate pool_size size output_size"),
    (Facts(kind="int_tuple", scalar=True, minimum=0), "output_padding"),
    (Facts(kind="int_tuple", scalar=True, length=2, minimum=0), "ZeroPadding1D.padding Cropping1D.cropping"),
    (Facts(kind="int_tuple", scalar=True, length=2, minimum=1), "RandomGaussianBlur.kernel_size"),
    (Facts(kind="int_tuple", length=2, minimum=1), "tile_grid_size"),
    (Facts(kind="int_tuple", scalar=True, length=2), "Dot.axes"),
    (Facts(kind="int_tuple", minimum=1), "Permute.dims"),
    (
        Facts(kind="int_tuple", scalar=True),
        "axis shared_axes attention_axes input_axes output_axes ngrams salt",
    ),
    (Facts(kind="int_tuple", minimum=0), "target_class_ids"),
    (Facts(kind="int_pairs", scalar=True, minimum=0), "ZeroPadding2D.padding ZeroPadding3D.padding cropping"),
    (Facts(kind="shape", minimum=1), "shape noise_shape"),
    (Facts(kind="shape", minimum=1, scalar=True), "output_shape"),
    (Facts(kind="shape", minimum=-1), "target_shape"),
    (
        Facts(kind="list"),
        """
        bin_boundaries boundaries values vocabulary idf_weights label_weights exclude_layers weights
        AUC.thresholds
        """,
    ),
    (Facts(kind="list", scalar=True, minimum=0, maximum=1), "thresholds"),
)
_OTHERS: tuple[tuple[Facts, str], ...] = (
    (_layer(), "layer backward_layer"),
    (_layer("LSTM GRU SimpleRNN"), "Bidirectional.layer Bidirectional.backward_layer"),
    (_layer("Dense Conv1D Conv2D Conv3D Embedding"), "SpectralNormalization.layer"),
    (Facts(kind="cell"), "cell"),
    (Facts(kind="cell", many=True, choices=("LSTMCell", "GRUCell", "SimpleRNNCell")), "cells"),
    (Facts(kind="learning_rate", minimum=0), "learning_rate"),
    (Facts(kind="optimizer"), "inner_optimizer"),
    (Facts(kind="activation", nullable=True), "activation recurrent_activation"),
    (Facts(kind="activation"), "Activation.activation"),
    (Facts(kind="bool"), "flash_attention"),
    (Facts(kind="str"), "equation StringLookup.mask_token"),
    (Facts(kind="any"), "use_cudnn"),
)
_WORDS: tuple[tuple[Facts, str], ...] = (
    (_dtypes("mixed_float16 mixed_bfloat16"), "dtype reverse_dtype"),
    (_dtypes("int32 int64 uint8 bool string"), "Input.dtype"),
    (_words("valid same"), "padding"),
    (_words("valid same causal"), "Conv1D.padding"),
    (_words("channels_last channels_first", nullable=True), "data_format"),
    (_words("nearest bilinear"), "interpolation"),
    (_words("bilinear nearest bicubic area lanczos3 lanczos5"), "Resizing.interpolation"),
    (_words("nearest bilinear bicubic lanczos3 lanczos5"), "UpSampling2D.interpolation"),
    (_words("reflect constant nearest wrap"), "fill_mode"),
    (_words("reflect constant nearest wrap mirror"), "RandomElasticTransform.fill_mode"),
    (_words("constant"), "Resizing.fill_mode"),
    (_words("int one_hot multi_hot count"), "output_mode"),
    (_words("int one_hot"), "HashedCrossing.output_mode"),
    (_words("multi_hot one_hot count"), "CategoryEncoding.output_mode"),
    (_words("int one_hot multi_hot count tf_idf"), "IntegerLookup.output_mode StringLookup.output_mode"),
    (_words("int multi_hot count tf_idf"), "TextVectorization.output_mode"),
    (_words("lower_and_strip_punctuation lower strip_punctuation", nullable=True), "standardize"),
    (_words("whitespace character", nullable=True), "split"),
    (_words("floormod farmhash"), "oov_method"),
    (_words("int64"), "vocabulary_dtype"),
    (_words("utf-8 ascii latin-1", more=True), "encoding"),
    (_words("concat sum mul ave", nullable=True), "merge_mode"),
    (_words("dot concat"), "score_mode"),
    (_words("horizontal_and_vertical horizontal vertical"), "RandomFlip.mode"),
    (_words("log magnitude psd real imag angle stft"), "STFTSpectrogram.mode"),
    (_words("hann hamming", nullable=True, more=True), "window"),
    (_words("density spectrum", nullable=True), "scaling"),
    (_words("real imag"), "side"),
    (_words("rows columns"), "OrthogonalRegularizer.mode"),
    (_words("fan_in fan_out fan_avg"), "VarianceScaling.mode"),
    (_words("truncated_normal untruncated_normal uniform"), "distribution"),
    (_words("sum_over_batch_size sum mean mean_with_sample_weight none", nullable=True), "reduction"),
    (_words("ROC PR PRGAIN"), "curve"),
    (_words("interpolation minoring majoring"), "summation_method"),
    (_words("micro macro weighted", nullable=True), "average"),
    (_words("uniform_average variance_weighted_average", nullable=True), "class_aggregation"),
)

_RULES: dict[str, Facts] = {
    name: facts for facts, names in (*_NUMBERS, *_TUPLES, *_OTHERS, *_WORDS) for name in names.split()
} | _OF_OPERATIONS

# Arguments that a project file can't hold (dictionaries, Keras-internal objects) or that the class refuses in
# spite of its signature; they keep their default.
_UNOFFERED = frozenset(
    (
        "name",
        "quantization_config",
        "gptq_unpacked_column_size",
        "renorm_clipping",
        "Lambda.arguments",
        "ops.trapezoid.x",
        "ActivityRegularization.activity_regularizer",
        "IntegerLookup.activity_regularizer",
        "StringLookup.activity_regularizer",
    )
)

_ADVANCED = """
    activity_regularizer adam_beta_1 adam_beta_2 adam_lr_ratio adam_weight_decay antialias attention_axes
    bias_axes clipnorm clipvalue data_format dtype ema_momentum ema_overwrite_frequency encoding epsilon
    epsilon_1 epsilon_2 exclude_embeddings exclude_layers flash_attention gradient_accumulation_steps
    global_clipnorm
    input_axes lora_alpha lora_rank loss_scale_factor mask_token muon_a muon_b muon_c noise_shape ns_steps
    num_oov_indices oov_method oov_token output_axes pad_to_max_tokens ragged reduction renorm renorm_momentum
    reset_after reverse_dtype rms_rate salt seed sliding_window sparse stateful synchronized trainable
    unit_forget_bias unroll use_cudnn use_ema use_gate vocabulary_dtype weights zero_output_for_mask
"""
_ADVANCED_NAMES = frozenset(_ADVANCED.split())
_ADVANCED_ENDINGS = ("_initializer", "_regularizer", "_constraint")


def rule(class_name: str, param: str) -> Facts:
    """The hand-written facts about one argument of one class."""
    return _RULES.get(f"{class_name}.{param}") or _RULES.get(param, Facts())


def is_offered(class_name: str, param: str) -> bool:
    """Whether a user can set this argument."""
    return not {param, f"{class_name}.{param}"} & _UNOFFERED


def is_advanced(param: str) -> bool:
    """Whether an inspector should fold this argument away."""
    return param in _ADVANCED_NAMES or param.endswith(_ADVANCED_ENDINGS)
