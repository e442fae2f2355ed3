"""The presets in plain Keras code, written from their description and not from this program's code."""

from keras import KerasTensor, Model, layers

from benchmarks.plain import wide_resnet

__all__ = ["resnet30", "svgg", "wide_resnet"]


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
