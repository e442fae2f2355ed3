"""Networks to experiment with: how weights begin, and the values of actions."""

from typing import Annotated, Literal

from pydantic import Field

from designer.catalog.values import KerasObject
from designer.document.builder import NetworkBuilder
from designer.document.presets import preset
from designer.document.project import Project
from designer.document.settings import Adaptation, DataSettings, TrainingSettings

_INITIALIZERS = {
    "normal": KerasObject("RandomNormal", {"stddev": 1.0}),
    "xavier": KerasObject("VarianceScaling", {"scale": 1.0, "mode": "fan_avg"}),
    "he": KerasObject("VarianceScaling", {"scale": 2.0, "mode": "fan_in"}),
}


@preset(
    title="Initialisation lab",
    text="Dense layers whose first weights are drawn naively, after Xavier or after He: see what survives.",
    about="""
    How far the first weights are spread decides whether signals grow, fade or stay alive on their way
    through the layers. With normal (standard deviation 1) sigmoid and tanh units saturate at once and learn
    little; Xavier keeps the spread for tanh, He for ReLU. Set layers to 10 or more to see it plainly, and
    watch the weight histograms and the first epochs of the loss. Data: MNIST, downloaded once (about 12
    MB), each picture as 784 numbers.
    """,
    group="Experiments",
    order=10,
)
def init_lab(
    activation: Annotated[
        Literal["sigmoid", "tanh", "relu"], Field(description="Activation of the hidden layers")
    ] = "sigmoid",
    initialiser: Annotated[
        Literal["normal", "xavier", "he"],
        Field(
            description="normal: standard deviation 1; xavier: by fan-in and fan-out; he: by fan-in, doubled"
        ),
    ] = "xavier",
    layers: Annotated[int, Field(ge=2, le=100, description="Dense layers, the last one included")] = 3,
    width: Annotated[int, Field(ge=1, le=10_000, description="Units of each hidden layer")] = 100,
) -> Project:
    """Equal Dense layers, then ten logits."""
    net = NetworkBuilder("Initialisation lab")
    x = net.input((784,))
    kernel = _INITIALIZERS[initialiser]
    for _ in range(layers - 1):
        x = net.add("Dense", x, units=width, activation=activation, kernel_initializer=kernel)
    net.add("Dense", x, units=10, kernel_initializer=kernel, name="logits")
    data = DataSettings(source="tfds:mnist", adaptation=Adaptation(scale=1 / 255, reshape=(784,)))
    return net.project().replace(data=data, training=TrainingSettings(epochs=5, batch_size=64))


@preset(
    title="DQN",
    text="The Q-network of a small agent: from what it observes to the value of each action.",
    about="""
    Two hidden layers turn an observation into one number for each action: the reward that the agent may
    expect from then on. As it stands it fits MountainCar: position and speed in; push left, rest or push
    right out. The output is linear, since such values have no bounds. Try more or fewer units, or a third
    layer. It comes without data: choose an archive of your own as numpy:FILE.npz, with x_train
    (observations) and y_train (the value of each action).
    """,
    group="Experiments",
    order=20,
)
def dqn(
    observations: Annotated[int, Field(ge=1, le=10_000, description="Numbers that the agent observes")] = 2,
    actions: Annotated[int, Field(ge=1, le=10_000, description="Actions to choose from")] = 3,
    units: Annotated[int, Field(ge=1, le=10_000, description="Units of both hidden layers")] = 50,
) -> Project:
    """Two hidden Dense layers and a linear output."""
    net = NetworkBuilder("DQN")
    x = net.input((observations,), name="observation")
    for _ in range(2):
        x = net.add("Dense", x, units=units, activation="relu")
    net.add("Dense", x, units=actions, name="action_values")
    return net.project().replace(
        data=DataSettings(source="numpy:transitions.npz"),
        training=TrainingSettings(loss=(KerasObject("MeanSquaredError"),)),
    )
