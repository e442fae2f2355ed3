"""The presets in plain Keras code, written from their description and not from this program's code."""

from keras import KerasTensor, Model, initializers, layers, regularizers

from benchmarks.plain import wide_resnet

__all__ = [
    "alphago_zero",
    "cats_dogs",
    "init_lab",
    "lstm_pair",
    "mnist_cnn",
    "mnist_mlp",
    "regularised_cifar_cnn",
    "resnet30",
    "svgg",
    "tf2_cifar_cnn",
    "two_inputs",
    "wide_resnet",
]


def resnet30(*, shortcuts: bool = True) -> Model:
    """Four stages of residual blocks; without shortcuts it is plain30."""

    def relu_bn(x: KerasTensor) -> KerasTensor:
        return layers.BatchNormalization()(layers.ReLU()(x))

    def block(x: KerasTensor, filters: int, strides: int) -> KerasTensor:
        inner = relu_bn(layers.Conv2D(filters, 3, strides, "same")(x))
        inner = layers.Conv2D(filters, 3, padding="same")(inner)
        if shortcuts and strides == 2:
            x = layers.Conv2D(filters, 1, 2, "same")(x)
        return relu_bn(layers.Add()([inner, x]) if shortcuts else inner)

    inputs = layers.Input((32, 32, 3))
    x = relu_bn(layers.Conv2D(64, 3, padding="same")(inputs))
    for filters, blocks in ((64, 2), (128, 5), (256, 5), (512, 2)):
        for number in range(blocks):
            x = block(x, filters, 2 if filters > 64 and number == 0 else 1)
    x = layers.Flatten()(layers.AveragePooling2D(4)(x))
    return Model(inputs, layers.Dense(10, activation="softmax")(x))


def svgg() -> Model:
    """Three pairs of convolutions, then two dense layers."""
    inputs = x = layers.Input((32, 32, 3))
    for filters in (64, 128, 256):
        for _ in range(2):
            x = layers.Conv2D(filters, 3, padding="same", activation="relu")(x)
            x = layers.BatchNormalization()(x)
        x = layers.MaxPooling2D(2)(x)
    x = layers.Dense(1024, activation="relu")(layers.Flatten()(x))
    return Model(inputs, layers.Dense(10, activation="softmax")(layers.Dropout(0.5)(x)))


def alphago_zero(blocks: int, filters: int, board: int) -> Model:
    """A residual tower on 17 planes, with a head for the moves and one for the result."""

    def conv(x: KerasTensor, filters: int, size: int) -> KerasTensor:
        return layers.BatchNormalization()(layers.Conv2D(filters, size, padding="same")(x))

    inputs = layers.Input((board, board, 17))
    x = layers.ReLU()(conv(inputs, filters, 3))
    for _ in range(blocks):
        inner = conv(layers.ReLU()(conv(x, filters, 3)), filters, 3)
        x = layers.ReLU()(layers.Add()([inner, x]))
    policy = layers.Flatten()(layers.ReLU()(conv(x, 2, 1)))
    policy = layers.Dense(board * board + 1, activation="softmax")(policy)
    value = layers.Flatten()(layers.ReLU()(conv(x, 1, 1)))
    value = layers.Dense(1, activation="tanh")(layers.Dense(256, activation="relu")(value))
    return Model(inputs, [policy, value])


def lstm_pair(*, shared: bool) -> Model:
    """Two sequences of 10 × 32, read by one LSTM or by two, and a third written from both."""
    first, second = layers.Input((10, 32)), layers.Input((10, 32))
    one = layers.LSTM(32)
    other = one if shared else layers.LSTM(32)
    joined = layers.Concatenate()([one(first), other(second)])
    x = layers.LSTM(32, return_sequences=True)(layers.RepeatVector(10)(joined))
    return Model([first, second], x)


def two_inputs() -> Model:
    """16 and 32 numbers, each through a Dense, added."""
    first, second = layers.Input((16,)), layers.Input((32,))
    one, other = layers.Dense(8, "relu")(first), layers.Dense(8, "relu")(second)
    return Model([first, second], layers.Dense(4)(layers.Add()([one, other])))


def cats_dogs(size: int, *, dropout: bool) -> Model:
    """Three convolutions and two dense layers, which may have dropout after them."""
    inputs = x = layers.Input((size, size, 3))
    for filters in (32, 64, 64):
        x = layers.MaxPooling2D(2)(layers.Conv2D(filters, 3, padding="same")(x))
        x = layers.ReLU()(layers.BatchNormalization()(x))
    x = layers.Flatten()(x)
    for _ in range(2):
        x = layers.Dense(100, "relu")(x)
        x = layers.Dropout(0.5)(x) if dropout else x
    return Model(inputs, layers.Dense(1, "sigmoid")(x))


def tf2_cifar_cnn() -> Model:
    """Two valid 5×5 convolutions with overlapping pooling."""
    inputs = x = layers.Input((32, 32, 3))
    for _ in range(2):
        x = layers.Conv2D(64, 5, padding="valid", activation="relu")(x)
        x = layers.BatchNormalization()(layers.MaxPooling2D(3, 2)(x))
    x = layers.Dropout(0.5)(layers.Dense(750, "relu")(layers.Flatten()(x)))
    return Model(inputs, layers.Dense(10, "softmax")(x))


def regularised_cifar_cnn() -> Model:
    """Four convolutions with L2 and scaled, truncated initial weights; strides in place of pooling."""

    def conv(x: KerasTensor, filters: int, strides: int) -> KerasTensor:
        scaled = initializers.VarianceScaling(distribution="truncated_normal")
        options = {"activation": "relu", "kernel_initializer": scaled}
        decay = regularizers.L2(0.001)
        return layers.Conv2D(filters, 3, strides, "same", kernel_regularizer=decay, **options)(x)

    inputs = layers.Input((24, 24, 3))
    x = layers.Dropout(0.2)(conv(conv(inputs, 96, 1), 96, 2))
    x = layers.BatchNormalization()(conv(conv(x, 192, 1), 192, 2))
    x = layers.Flatten()(layers.Dropout(0.5)(x))
    x = layers.Dense(256, "relu", kernel_regularizer=regularizers.L2(0.001))(x)
    return Model(inputs, layers.Softmax()(layers.Dense(10)(x)))


def mnist_cnn() -> Model:
    """Two valid 5×5 convolutions, one pooling, logits."""
    inputs = layers.Input((28, 28, 1))
    x = layers.MaxPooling2D(2, 2)(layers.Conv2D(32, 5, activation="relu")(inputs))
    x = layers.Flatten()(layers.Conv2D(64, 5, activation="relu")(x))
    return Model(inputs, layers.Dense(10)(layers.Dropout(0.5)(layers.Dense(750, "relu")(x))))


def mnist_mlp() -> Model:
    """Scaled in the network, one hidden layer, logits."""
    inputs = layers.Input((28, 28))
    x = layers.Rescaling(1 / 255)(layers.Flatten()(inputs))
    return Model(inputs, layers.Dense(10)(layers.Dense(300, "sigmoid")(x)))


def init_lab() -> Model:
    """Five layers of ReLU after He."""

    def he() -> initializers.Initializer:
        return initializers.VarianceScaling(2.0, "fan_in")

    inputs = x = layers.Input((784,))
    for _ in range(4):
        x = layers.Dense(20, "relu", kernel_initializer=he())(x)
    return Model(inputs, layers.Dense(10, kernel_initializer=he())(x))
