"""The benchmark networks in plain Keras code, as a user would write them without this program."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import keras


def mlp() -> "keras.Model":
    """784 → Dense 300 → Dense 10."""
    from keras import Sequential, layers

    return Sequential(
        [
            layers.Input((28, 28)),
            layers.Flatten(),
            layers.Dense(300, activation="sigmoid"),
            layers.Dense(10, activation="softmax"),
        ]
    )


def wide_resnet(num_convs: int = 16, width: int = 1, dropout: float = 0.3) -> "keras.Model":
    """WRN-n-k on 32×32×3 with 10 classes."""
    from keras import Model, layers

    def conv(x: "keras.KerasTensor", filters: int, strides: int = 1) -> "keras.KerasTensor":
        return layers.Conv2D(filters, 3, strides, padding="same")(x)

    def norm_relu(x: "keras.KerasTensor") -> "keras.KerasTensor":
        return layers.ReLU()(layers.BatchNormalization()(x))

    inputs = layers.Input((32, 32, 3))
    x = norm_relu(conv(inputs, 16))
    for filters in (16 * width, 32 * width, 64 * width):
        inner = layers.SpatialDropout2D(dropout)(norm_relu(conv(x, filters, 2)))
        x = layers.Add()([conv(inner, filters), layers.Conv2D(filters, 1, 2, padding="same")(x)])
        for _ in range((num_convs - 4) // 6 - 1):
            inner = layers.SpatialDropout2D(dropout)(conv(norm_relu(x), filters))
            x = layers.Add()([conv(norm_relu(inner), filters), x])
        x = norm_relu(x)
    x = layers.Flatten()(layers.AveragePooling2D(4)(x))
    x = layers.Dense(128, activation="relu")(x)
    return Model(inputs, layers.Dense(10, activation="softmax")(x))
