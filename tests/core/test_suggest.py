from dataclasses import replace

import pytest

from designer.catalog.values import KerasObject
from designer.data.info import LabelInfo
from designer.document.builder import NetworkBuilder
from designer.document.project import Project
from designer.document.settings import TrainingSettings
from designer.errors import TrainingError
from designer.graph.elements import INPUT, Edge, GraphSnapshot, Node, Output
from designer.training.heads import Head, heads
from designer.training.suggest import resolve, suggest

CLASSES = LabelInfo("classes", class_names=tuple("0123456789"))
TWO_CLASSES = LabelInfo("classes", class_names=("cat", "dog"))
ONE_HOT = LabelInfo("one_hot", (10,), class_names=tuple("0123456789"))
VALUES = LabelInfo("values", ())


def head(units: int, activation: str = "softmax", name: str = "out") -> Head:
    return Head(name, (None, units), activation)


@pytest.mark.parametrize(
    ("output", "labels", "loss", "metric", "form"),
    [
        (head(10), CLASSES, "SparseCategoricalCrossentropy", "SparseCategoricalAccuracy", "sparse"),
        (head(10), ONE_HOT, "CategoricalCrossentropy", "CategoricalAccuracy", "one_hot"),
        (head(1, "sigmoid"), TWO_CLASSES, "BinaryCrossentropy", "BinaryAccuracy", "sparse"),
        (head(10, "sigmoid"), CLASSES, "BinaryCrossentropy", "CategoricalAccuracy", "one_hot"),
        (head(1, "linear"), VALUES, "MeanSquaredError", "MeanAbsoluteError", "values"),
        (head(12), CLASSES, "SparseCategoricalCrossentropy", "SparseCategoricalAccuracy", "sparse"),
    ],
)
def test_loss_and_metric_follow_the_last_layer_and_the_labels(
    output: Head, labels: LabelInfo, loss: str, metric: str, form: str
) -> None:
    found = suggest([output], [labels])
    [choice] = found.outputs
    assert choice.loss
    assert choice.loss.type == loss
    assert [each.type for each in choice.metrics] == [metric]
    assert choice.form == form
    assert not found.warnings


def test_accuracy_is_called_accuracy_whatever_its_class() -> None:
    for output, labels in ((head(10), CLASSES), (head(10), ONE_HOT), (head(1, "sigmoid"), TWO_CLASSES)):
        assert suggest([output], [labels]).metrics[0][0].params["name"] == "accuracy"


@pytest.mark.parametrize(
    ("units", "labels", "activation", "logits"),
    [(10, CLASSES, "softmax", False), (10, CLASSES, "linear", True), (1, TWO_CLASSES, "linear", True)],
)
def test_a_last_layer_without_softmax_gives_logits(
    units: int, labels: LabelInfo, activation: str, logits: bool
) -> None:
    [choice] = suggest([head(units, activation)], [labels]).outputs
    assert choice.loss
    assert choice.loss.params.get("from_logits", False) == logits
    if units == 1:
        assert choice.metrics[0].params["threshold"] == 0.0


@pytest.mark.parametrize(
    ("outputs", "labels", "losses", "message"),
    [
        ([head(5)], CLASSES, (), "5 units, but the data has 10 classes"),
        ([head(1, "sigmoid")], CLASSES, (), "1 unit, but the data has 10 classes"),
        ([head(12)], CLASSES, ("CategoricalCrossentropy",), "12 units, but the data has 10 classes"),
        (
            [Head("conv", (None, 4, 4, 10), "linear")],
            CLASSES,
            (),
            "shape 4×4×10, but each sample has one class",
        ),
        ([head(3, "linear")], VALUES, (), "gives 3 numbers a sample, but a label has 1"),
        (
            [head(10), head(10, name="aux")],
            CLASSES,
            ("CategoricalCrossentropy",),
            r"2 outputs \(out, aux\), but 1 loss is",
        ),
        ([head(10)], CLASSES, ("MeanSquaredError",) * 2, r"1 output \(out\), but 2 losses are set"),
        ([head(1, "linear")], VALUES, ("SparseCategoricalCrossentropy",), "the labels are numbers"),
    ],
)
def test_what_does_not_fit_is_refused_in_one_line(
    outputs: list[Head], labels: LabelInfo, losses: tuple[str, ...], message: str
) -> None:
    settings = TrainingSettings(loss=tuple(KerasObject(loss) for loss in losses))
    with pytest.raises(TrainingError, match=message) as caught:
        resolve(settings, outputs, [labels])
    assert caught.value.hint
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    ("loss", "form"),
    [
        ("SparseCategoricalCrossentropy", "sparse"),
        ("CategoricalCrossentropy", "one_hot"),
        ("KLDivergence", "one_hot"),
        ("MeanSquaredError", "one_hot"),
    ],
)
def test_the_chosen_loss_decides_the_form_of_the_labels(loss: str, form: str) -> None:
    settings = TrainingSettings(loss=(KerasObject(loss),))
    assert resolve(settings, [head(10)], [CLASSES]).outputs[0].form == form


def test_a_metric_for_other_labels_than_the_loss_takes_is_refused() -> None:
    settings = TrainingSettings(metrics=(KerasObject("CategoricalAccuracy"),))
    with pytest.raises(TrainingError, match="takes one-hot vectors as labels"):
        resolve(settings, [head(10)], [CLASSES])


@pytest.mark.parametrize(
    ("activation", "logits", "warning"),
    [
        ("softmax", True, "takes logits"),
        ("relu", True, "takes logits"),
        ("linear", False, "takes no logits"),
        ("tanh", False, "takes probabilities"),
        ("sigmoid", False, "use softmax"),
        ("softmax", False, ""),
        ("linear", True, ""),
        ("hard_sigmoid", False, ""),
    ],
)
def test_a_loss_that_takes_the_last_layer_wrong_is_warned_of(
    activation: str, logits: bool, warning: str
) -> None:
    loss = KerasObject("SparseCategoricalCrossentropy", {"from_logits": logits})
    found = resolve(TrainingSettings(loss=(loss,)), [head(10, activation)], [CLASSES])
    assert warning in "".join(found.warnings)
    assert bool(found.warnings) == bool(warning)


def test_several_outputs_share_the_labels_and_it_is_said() -> None:
    found = suggest([head(10), head(10, name="aux")], [CLASSES])
    assert len(found.loss) == 2
    assert "same labels" in found.warnings[0]


def network(*layers: tuple[str, dict[str, str | int]]) -> Project:
    net = NetworkBuilder("Net")
    x = net.input((8,))
    for layer_type, params in layers:
        x = net.add(layer_type, x, **params)
    return net.project()


@pytest.mark.parametrize(
    ("layers", "activation"),
    [
        ([("Dense", {"units": 10, "activation": "softmax"})], "softmax"),
        ([("Dense", {"units": 10})], "linear"),
        ([("Dense", {"units": 10}), ("Softmax", {})], "softmax"),
        ([("Dense", {"units": 10}), ("Activation", {"activation": "sigmoid"})], "sigmoid"),
        ([("Dense", {"units": 10, "activation": "softmax"}), ("Dropout", {"rate": 1})], "softmax"),
    ],
)
def test_the_activation_of_an_output_is_found(
    layers: list[tuple[str, dict[str, str | int]]], activation: str
) -> None:
    [output] = heads(network(*layers).graph, [(None, 10)])
    assert (output.activation, output.units) == (activation, 10)


def test_layers_that_pass_values_on_may_be_thousands() -> None:
    layers: list[tuple[str, dict[str, str | int]]] = [("Dense", {"units": 10, "activation": "softmax"})]
    [output] = heads(network(*layers, *[("Identity", {})] * 2000).graph, [(None, 10)])
    assert output.activation == "softmax"


POLICY = head(26, name="policy")
SCORE = head(1, "tanh", name="value")
SHARES = LabelInfo("probabilities", (26,), "float32", name="policy")
RESULTS = LabelInfo("values", (), "float32", name="value")


def test_each_output_gets_what_fits_its_own_labels() -> None:
    found = suggest([POLICY, SCORE], [RESULTS, SHARES])
    assert [choice.labels for choice in found.outputs] == [1, 0]
    assert [loss and loss.type for loss in found.loss] == ["CategoricalCrossentropy", "MeanSquaredError"]
    assert [[metric.type for metric in metrics] for metrics in found.metrics] == [
        ["CategoricalAccuracy"],
        ["MeanAbsoluteError"],
    ]
    assert not found.warnings


def test_labels_of_other_names_are_taken_by_their_order_and_it_is_said() -> None:
    found = suggest([POLICY, SCORE], [replace(SHARES, name="pi"), replace(RESULTS, name="z")])
    assert [choice.labels for choice in found.outputs] == [0, 1]
    assert found.warnings == ("By their order, y_train.pi, y_train.z are for the outputs policy, value.",)


def test_an_output_without_labels_is_refused_unless_its_loss_weighs_nothing() -> None:
    with pytest.raises(
        TrainingError, match=r'no labels for the output "value"; it has y_train\.policy'
    ) as caught:
        suggest([POLICY, SCORE], [SHARES])
    assert "loss weight to 0" in caught.value.hint
    found = suggest([POLICY, SCORE], [SHARES], weights=(1.0, 0.0))
    assert [choice.labels for choice in found.outputs] == [0, None]
    assert found.loss[1] is None


def test_loss_and_metrics_are_chosen_for_one_output_and_suggested_for_the_others() -> None:
    huber, error = KerasObject("Huber"), KerasObject("RootMeanSquaredError")
    settings = TrainingSettings(loss=(None, huber), output_metrics=(None, (error,)))
    found = resolve(settings, [POLICY, SCORE], [SHARES, RESULTS])
    assert found.loss == (KerasObject("CategoricalCrossentropy"), huber)
    assert found.metrics[1] == (error,)
    assert found.metrics[0][0].type == "CategoricalAccuracy"


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        ({"loss_weights": (1.0,)}, "but 1 loss weight is set"),
        ({"output_metrics": (None, None, ())}, "but 3 lists of metrics are set"),
        ({"loss_weights": (0.0, 0.0)}, "all 0, so that nothing is trained"),
    ],
)
def test_what_is_set_for_outputs_must_be_set_for_all_of_them(
    settings: dict[str, object], message: str
) -> None:
    with pytest.raises(TrainingError, match=message):
        resolve(TrainingSettings.model_validate(settings), [POLICY, SCORE], [SHARES, RESULTS])


def test_labels_for_all_outputs_that_fit_only_one_are_refused() -> None:
    with pytest.raises(TrainingError, match='"value" has 1 unit') as caught:
        suggest([head(10, name="digit"), head(1, "sigmoid", name="value")], [CLASSES])
    assert "y_train.value" in caught.value.hint


def test_two_outputs_of_one_layer_have_two_names() -> None:
    states = Node("n2", "lstm", "LSTM", {"units": 4, "return_state": True})
    nodes = (Node("n1", "input", INPUT, {"shape": (5, 3)}), states)
    graph = GraphSnapshot(nodes, (Edge("n1", 0, "n2", 0),), (), (Output("n2", 0), Output("n2", 1)))
    assert [each.name for each in heads(graph, [(None, 4)] * 2)] == ["lstm", "lstm_1"]


@pytest.mark.parametrize(
    ("output", "labels", "loss"),
    [
        (head(10), CLASSES, "CategoricalCrossentropy"),
        (head(10), ONE_HOT, "CategoricalCrossentropy"),
        (head(1, "sigmoid"), TWO_CLASSES, "BinaryCrossentropy"),
    ],
)
def test_smoothed_labels_get_a_loss_that_takes_them(output: Head, labels: LabelInfo, loss: str) -> None:
    [choice] = suggest([output], [labels], label_smoothing=0.1).outputs
    assert choice.loss == KerasObject(loss, {"label_smoothing": 0.1})
    assert choice.form == ("sparse" if output.units == 1 else "one_hot")


def test_a_loss_keeps_the_smoothing_that_it_was_given_itself() -> None:
    own = KerasObject("CategoricalCrossentropy", {"label_smoothing": 0.3})
    [choice] = resolve(TrainingSettings(label_smoothing=0.1, loss=(own,)), [head(10)], [CLASSES]).outputs
    assert choice.loss == own


def test_a_chosen_loss_that_takes_class_numbers_smooths_nothing() -> None:
    sparse = (KerasObject("SparseCategoricalCrossentropy"),)
    with pytest.raises(TrainingError, match="class numbers, which can't be smoothed") as caught:
        resolve(TrainingSettings(label_smoothing=0.1, loss=sparse), [head(10)], [CLASSES])
    assert "Choose CategoricalCrossentropy" in caught.value.hint


def test_smoothing_without_effect_is_said() -> None:
    found = suggest([head(1, "linear")], [VALUES], label_smoothing=0.1)
    assert found.warnings == ("Label smoothing has no effect: MeanSquaredError has none.",)
    assert found.loss == (KerasObject("MeanSquaredError"),)
