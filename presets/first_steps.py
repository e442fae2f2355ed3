"""Networks for handwritten digits: small, quick to train, and the usual beginning."""

from typing import Annotated, Literal

from pydantic import Field

from designer.document.builder import NetworkBuilder
from designer.document.presets import preset
from designer.document.project import Project
from designer.document.settings import Adaptation, DataSettings, TrainingSettings

_MNIST = "tfds:mnist"


@preset(
    title="MNIST MLP",
    text="One hidden layer for 28×28 digits: the smallest network that reads handwriting well.",
    about="""
    A picture is flattened to 784 numbers, which one hidden layer of sigmoid units turns into ten scores.
    The network scales its samples itself (Rescaling) and ends in logits, so its loss is computed from
    logits. It knows nothing of neighbouring pixels, and still gets most digits right. Try ReLU in place of
    sigmoid, more or fewer units, and compare it with MNIST CNN. Data: MNIST, downloaded once (about 12 MB).
    """,
    group="First steps",
    order=10,
)
def mnist_mlp(
    units: Annotated[int, Field(ge=1, le=10_000, description="Units of the hidden layer")] = 300,
    activation: Annotated[
        Literal["sigmoid", "tanh", "relu"], Field(description="Activation of the hidden layer")
    ] = "sigmoid",
) -> Project:
    """Flatten, Rescaling, one hidden Dense, and logits."""
    net = NetworkBuilder("MNIST MLP")
    x = net.add("Rescaling", net.add("Flatten", net.input((28, 28))), scale=1 / 255)
    x = net.add("Dense", x, units=units, activation=activation)
    net.add("Dense", x, units=10, name="logits")
    data = DataSettings(source=_MNIST, adaptation=Adaptation(reshape=(28, 28)))
    return net.project().replace(data=data, training=TrainingSettings(epochs=10, batch_size=64))


@preset(
    title="MNIST CNN",
    text="Two convolutions and one large dense layer for 28×28 digits, ending in logits.",
    about="""
    Two 5×5 convolutions find strokes, then a dense layer judges the whole picture. Nearly all of its 3.1
    million parameters are in that dense layer: the Summary panel shows which layer costs what. Try a second
    pooling after the second convolution, which makes the network nearly four times smaller, or another rate
    of dropout, and see whether it gets worse. Data: MNIST, downloaded once (about 12 MB).
    """,
    group="First steps",
    order=20,
)
def mnist_cnn(
    units: Annotated[int, Field(ge=1, le=10_000, description="Units of the dense layer")] = 750,
    dropout: Annotated[float, Field(ge=0, le=0.9, description="Rate of the dropout before the logits")] = 0.5,
) -> Project:
    """Two valid 5×5 convolutions with a pooling between them, Dense with dropout, and logits."""
    net = NetworkBuilder("MNIST CNN")
    x = net.add("Conv2D", net.input((28, 28, 1)), filters=32, kernel_size=5, activation="relu")
    x = net.add("MaxPooling2D", x)
    x = net.add("Conv2D", x, filters=64, kernel_size=5, activation="relu")
    x = net.add("Dense", net.add("Flatten", x), units=units, activation="relu")
    net.add("Dense", net.add("Dropout", x, rate=dropout), units=10, name="logits")
    data = DataSettings(source=_MNIST, adaptation=Adaptation(scale=1 / 255))
    return net.project().replace(data=data, training=TrainingSettings(epochs=5, batch_size=64))
