"""What introspection can't know about layers: families, order, one line each, node headlines, search words.

Written by hand. The order of the tables is the order of the palette. A layer of a newer Keras that is missing
here lands in "Other", without a summary.
"""

from typing import Literal, NamedTuple

from designer.catalog.spec import InputPorts


class Note(NamedTuple):
    """Hand-written facts about one layer type.

    Attributes:
        summary: What it does, in one line of at most 70 characters.
        headline: Names of the parameters worth showing on a node, separated by spaces.
        keywords: Further words that a search should find it by, separated by spaces.
    """

    summary: str
    headline: str = ""
    keywords: str = ""


OTHER = "Other"
INITIAL_STATE = "initial_state"
"""What the names of ports begin with that together are the states a recurrent layer starts from."""

FAMILIES: dict[str, dict[str, Note]] = {
    "Input & output": {
        "Input": Note("Where data enters the network", "shape dtype", "source start InputLayer"),
    },
    "Core": {
        "Dense": Note("Every output sees every input", "units activation", "linear fully connected mlp"),
        "Embedding": Note("Look up a learnt vector for each integer", "input_dim output_dim", "word token"),
        "EinsumDense": Note("Dense with the sum written as an equation", "equation output_shape", "tensor"),
        "ReversibleEmbedding": Note("Embedding that also maps back to tokens", "input_dim output_dim"),
        "Masking": Note("Skip time steps that hold only the mask value", "mask_value", "padding sequence"),
        "Identity": Note("Pass the input through unchanged", "", "noop linear passthrough"),
        "Lambda": Note("An expression over x, such as ops.sin(x) * 2", "function", "formula custom math"),
    },
    "Convolution": {
        "Conv2D": Note("Slide filters over images", "filters kernel_size strides", "cnn image filter"),
        "Conv1D": Note("Slide filters along sequences", "filters kernel_size strides", "cnn signal text"),
        "Conv3D": Note("Slide filters through volumes", "filters kernel_size strides", "cnn video volume"),
        "DepthwiseConv2D": Note("Filter each image channel alone", "kernel_size strides", "cnn mobilenet"),
        "DepthwiseConv1D": Note("Filter each sequence channel alone", "kernel_size strides", "cnn"),
        "SeparableConv2D": Note("Depthwise, then 1×1 convolution", "filters kernel_size strides", "xception"),
        "SeparableConv1D": Note("Depthwise, then 1×1, along sequences", "filters kernel_size strides", "cnn"),
        "Conv2DTranspose": Note(
            "Learnt upsampling of images", "filters kernel_size strides", "deconvolution unet"
        ),
        "Conv1DTranspose": Note(
            "Learnt upsampling of sequences", "filters kernel_size strides", "deconvolution"
        ),
        "Conv3DTranspose": Note(
            "Learnt upsampling of volumes", "filters kernel_size strides", "deconvolution"
        ),
    },
    "Pooling": {
        "MaxPooling2D": Note("Greatest value of each image window", "pool_size strides", "downsample"),
        "MaxPooling1D": Note("Greatest value of each sequence window", "pool_size strides", "downsample"),
        "MaxPooling3D": Note("Greatest value of each volume window", "pool_size strides", "downsample"),
        "AveragePooling2D": Note("Mean of each image window", "pool_size strides", "downsample"),
        "AveragePooling1D": Note("Mean of each sequence window", "pool_size strides", "downsample"),
        "AveragePooling3D": Note("Mean of each volume window", "pool_size strides", "downsample"),
        "GlobalAveragePooling2D": Note("Mean of each channel over the whole image", "keepdims", "gap head"),
        "GlobalAveragePooling1D": Note("Mean of each feature over all time steps", "keepdims", "gap head"),
        "GlobalAveragePooling3D": Note("Mean of each channel over the whole volume", "keepdims", "gap head"),
        "GlobalMaxPooling2D": Note("Greatest value of each channel in the image", "keepdims", "head"),
        "GlobalMaxPooling1D": Note("Greatest value of each feature over all time steps", "keepdims", "head"),
        "GlobalMaxPooling3D": Note("Greatest value of each channel in the volume", "keepdims", "head"),
        "AdaptiveAveragePooling2D": Note("Mean pooling to a given image size", "output_size", "downsample"),
        "AdaptiveAveragePooling1D": Note("Mean pooling to a given length", "output_size", "downsample"),
        "AdaptiveAveragePooling3D": Note("Mean pooling to a given volume size", "output_size", "downsample"),
        "AdaptiveMaxPooling2D": Note("Max pooling to a given image size", "output_size", "downsample"),
        "AdaptiveMaxPooling1D": Note("Max pooling to a given length", "output_size", "downsample"),
        "AdaptiveMaxPooling3D": Note("Max pooling to a given volume size", "output_size", "downsample"),
    },
    "Activation": {
        "Activation": Note("Apply an activation function", "activation", "nonlinearity"),
        "ReLU": Note("Zero below the threshold, the input above it", "max_value", "rectifier relu6"),
        "LeakyReLU": Note("ReLU with a small slope below zero", "negative_slope", "nonlinearity"),
        "PReLU": Note("ReLU whose slope below zero is learnt", "shared_axes", "parametric nonlinearity"),
        "ELU": Note("Exponential below zero, the input above it", "alpha", "nonlinearity"),
        "Softmax": Note("Scores to probabilities that sum to 1", "axis", "output classification"),
    },
    "Normalization": {
        "BatchNormalization": Note("Normalise each channel over the batch", "momentum", "bn batchnorm"),
        "LayerNormalization": Note("Normalise each sample over its features", "epsilon", "ln transformer"),
        "GroupNormalization": Note("Normalise groups of channels in each sample", "groups", "gn instance"),
        "RMSNormalization": Note("Scale each sample to a root mean square of 1", "epsilon", "transformer"),
        "UnitNormalization": Note("Scale each sample to length 1", "axis", "l2 norm unit vector"),
    },
    "Regularization": {
        "Dropout": Note("Set random values to zero while training", "rate", "overfitting"),
        "SpatialDropout2D": Note("Drop whole image channels while training", "rate", "overfitting"),
        "SpatialDropout1D": Note("Drop whole features of a sequence while training", "rate", "overfitting"),
        "SpatialDropout3D": Note("Drop whole volume channels while training", "rate", "overfitting"),
        "AlphaDropout": Note("Dropout that keeps mean and variance, for SELU", "rate", "overfitting selu"),
        "GaussianDropout": Note("Multiply by noise around 1 while training", "rate", "overfitting"),
        "GaussianNoise": Note("Add noise around 0 while training", "stddev", "overfitting denoising"),
        "ActivityRegularization": Note("Add a penalty on the values that pass", "l1 l2", "sparse"),
    },
    "Merge": {
        "Add": Note("Sum of the inputs, element by element", "", "skip shortcut residual plus join"),
        "Concatenate": Note("Join the inputs along one axis", "axis", "concat skip stack join unet densenet"),
        "Multiply": Note("Product of the inputs, element by element", "", "gate times squeeze excite join"),
        "Average": Note("Mean of the inputs, element by element", "", "ensemble join"),
        "Subtract": Note("First input minus the second", "", "difference minus siamese join"),
        "Maximum": Note("Greatest of the inputs, element by element", "", "maxout join"),
        "Minimum": Note("Least of the inputs, element by element", "", "join"),
        "Dot": Note("Dot product of two inputs along an axis", "axes normalize", "cosine siamese join"),
    },
    "Reshape": {
        "Flatten": Note("All values of a sample in one row", "", "vector"),
        "Reshape": Note("The same values in another shape", "target_shape", "view"),
        "Permute": Note("Swap the axes of each sample", "dims", "transpose"),
        "RepeatVector": Note("Repeat a vector as n time steps", "n", "sequence decoder tile"),
        "UpSampling2D": Note("Enlarge images by whole factors", "size interpolation", "resize decoder"),
        "UpSampling1D": Note("Repeat each time step", "size", "decoder"),
        "UpSampling3D": Note("Enlarge volumes by whole factors", "size", "decoder"),
        "ZeroPadding2D": Note("Zeros around images", "padding", "border"),
        "ZeroPadding1D": Note("Zeros before and after sequences", "padding", "border"),
        "ZeroPadding3D": Note("Zeros around volumes", "padding", "border"),
        "Cropping2D": Note("Cut off the borders of images", "cropping", "border"),
        "Cropping1D": Note("Cut off the ends of sequences", "cropping", "border"),
        "Cropping3D": Note("Cut off the borders of volumes", "cropping", "border"),
    },
    "Recurrent": {
        "LSTM": Note("Recurrent, with long short-term memory", "units return_sequences", "rnn sequence text"),
        "GRU": Note("Recurrent, with fewer gates than LSTM", "units return_sequences", "rnn sequence text"),
        "SimpleRNN": Note("Plain recurrent layer", "units return_sequences", "rnn sequence"),
        "ConvLSTM2D": Note("LSTM whose gates convolve images", "filters kernel_size", "rnn video forecast"),
        "ConvLSTM1D": Note("LSTM whose gates convolve sequences", "filters kernel_size", "rnn signal"),
        "ConvLSTM3D": Note("LSTM whose gates convolve volumes", "filters kernel_size", "rnn volume"),
        "RNN": Note("Run a recurrent cell over a sequence", "cell return_sequences", "recurrent stacked"),
    },
    "Attention": {
        "MultiHeadAttention": Note("Attention heads side by side", "num_heads key_dim", "transformer mha"),
        "GroupQueryAttention": Note(
            "Query heads that share keys and values", "num_query_heads head_dim", "gqa"
        ),
        "Attention": Note("Dot-product attention", "score_mode", "luong query key value"),
        "AdditiveAttention": Note("Attention that scores by a tanh of sums", "", "bahdanau query key value"),
    },
    "Wrappers": {
        "Bidirectional": Note("Run a recurrent layer forwards and backwards", "layer merge_mode", "bilstm"),
        "TimeDistributed": Note("Apply a layer to every time step", "layer", "sequence video frames"),
        "SpectralNormalization": Note("Bound how much a layer can stretch its input", "layer", "gan"),
    },
    "Image preprocessing": {
        "Rescaling": Note("Multiply and shift, such as pixels to [0, 1]", "scale offset", "normalize pixels"),
        "Resizing": Note("Resize images", "height width", "scale image"),
        "CenterCrop": Note("Cut out the middle of images", "height width", "image"),
        "AutoContrast": Note("Stretch images to the full range of values", "value_range", "image"),
        "Equalization": Note("Equalise the histogram of images", "bins", "image contrast"),
        "ContrastLimitedAdaptiveHistogramEqualization": Note("Equalise by tiles", "clip_limit", "clahe"),
        "MaxNumBoundingBoxes": Note("Pad or cut to a number of bounding boxes", "max_number", "detection"),
    },
    "Image augmentation": {
        "RandomFlip": Note("Flip images at random", "mode", "mirror augment"),
        "RandomRotation": Note("Rotate images at random", "factor", "turn augment"),
        "RandomTranslation": Note("Shift images at random", "height_factor width_factor", "move augment"),
        "RandomZoom": Note("Zoom images at random", "height_factor width_factor", "scale augment"),
        "RandomCrop": Note("Cut out a random part of images", "height width", "augment"),
        "RandomContrast": Note("Change the contrast at random", "factor", "augment"),
        "RandomBrightness": Note("Change the brightness at random", "factor", "light augment"),
        "RandomSaturation": Note("Change the saturation at random", "factor", "color augment"),
        "RandomHue": Note("Change the hue at random", "factor", "color augment"),
        "RandomColorJitter": Note(
            "Change brightness, contrast, saturation and hue", "brightness_factor", "augment"
        ),
        "RandomColorDegeneration": Note("Fade colours towards grey at random", "factor", "augment"),
        "RandomGrayscale": Note("Turn some images grey", "factor", "grey color augment"),
        "RandomSharpness": Note("Change the sharpness at random", "factor", "blur augment"),
        "RandomGaussianBlur": Note("Blur images at random", "kernel_size sigma", "smooth augment"),
        "RandomInvert": Note("Invert some images", "factor", "negative augment"),
        "RandomPosterization": Note("Fewer bits per colour channel", "factor", "augment"),
        "Solarization": Note("Invert the values above a threshold", "threshold_factor", "augment"),
        "RandomErasing": Note("Blank out a random rectangle", "factor scale", "cutout augment"),
        "RandomShear": Note("Shear images at random", "x_factor y_factor", "slant augment"),
        "RandomPerspective": Note("Tilt images at random", "factor scale", "warp augment"),
        "RandomElasticTransform": Note("Warp images at random", "factor scale", "distort augment"),
        "RandAugment": Note("A few random augmentations per image", "num_ops factor", "policy augment"),
        "AugMix": Note("Mix several chains of augmentations", "num_chains factor", "policy robust augment"),
        "MixUp": Note("Blend pairs of images and labels", "alpha", "augment"),
        "CutMix": Note("Paste a part of another image, labels too", "factor", "augment"),
    },
    "Audio preprocessing": {
        "MelSpectrogram": Note(
            "Waveform to mel-scaled spectrogram", "num_mel_bins fft_length", "audio sound"
        ),
        "STFTSpectrogram": Note("Waveform to spectrogram", "mode frame_length", "audio fourier speech sound"),
    },
    "Text preprocessing": {
        "TextVectorization": Note("Text to integers or counts", "max_tokens output_mode", "tokenize string"),
        "StringLookup": Note("Strings to integers", "max_tokens output_mode", "vocabulary token category"),
    },
    "Tabular preprocessing": {
        "Normalization": Note("Shift and scale features to mean 0, variance 1", "axis", "standardize zscore"),
        "CategoryEncoding": Note("Integers to one-hot, multi-hot or counts", "num_tokens output_mode"),
        "IntegerLookup": Note("Integers to indices of a vocabulary", "max_tokens output_mode", "category"),
        "Discretization": Note("Numbers to bins", "num_bins", "bucket histogram"),
        "Hashing": Note("Values to hash bins", "num_bins", "category bucket"),
        "HashedCrossing": Note("Combinations of features to hash bins", "num_bins", "feature cross"),
    },
}

_TWO = InputPorts(style="list", names=("first", "second"), minimum=2, maximum=2)
_MANY = InputPorts(style="list", minimum=2, maximum=None)


def _attention(style: Literal["list", "positional"]) -> InputPorts:
    return InputPorts(style=style, names=("query", "value", "key"), minimum=2, maximum=3)


def _states(*names: str) -> InputPorts:
    """A sequence, and the states to begin with."""
    names = ("sequences", *(f"{INITIAL_STATE}_{name}" for name in names))
    return InputPorts(style="positional", names=names, maximum=len(names), num_extra=len(names) - 1)


PORTS: dict[str, InputPorts] = {
    "Input": InputPorts(style="none", names=(), minimum=0, maximum=0),
    **dict.fromkeys(("Add", "Average", "Concatenate", "Maximum", "Minimum", "Multiply"), _MANY),
    **dict.fromkeys(("Subtract", "Dot", "HashedCrossing"), _TWO),
    **dict.fromkeys(("MultiHeadAttention", "GroupQueryAttention"), _attention("positional")),
    **dict.fromkeys(("Attention", "AdditiveAttention"), _attention("list")),
    **dict.fromkeys(("LSTM", "ConvLSTM1D", "ConvLSTM2D", "ConvLSTM3D"), _states("h", "c")),
    **dict.fromkeys(("GRU", "SimpleRNN"), _states("h")),
    **dict.fromkeys(("RNN", "Bidirectional"), _states("1", "2", "3", "4")),
}

OUTPUTS: dict[str, str] = {
    **dict.fromkeys(("LSTM", "ConvLSTM1D", "ConvLSTM2D", "ConvLSTM3D"), "output state_h state_c"),
    **dict.fromkeys(("GRU", "SimpleRNN"), "output state_h"),
    "Bidirectional": "output forward_h forward_c backward_h backward_c",
    "MultiHeadAttention": "output scores",
}
"""What the outputs of a layer are called where it gives several."""

_ADAPT = "statistics or a vocabulary, learnt from data with adapt()"

NEEDS: dict[str, str] = {
    "MaxNumBoundingBoxes": "a dictionary of images and bounding boxes as its input",
    **dict.fromkeys(
        ("Normalization", "Discretization", "IntegerLookup", "StringLookup", "TextVectorization"), _ADAPT
    ),
}
