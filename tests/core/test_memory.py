"""The memory that training takes is the sum of its parts, and the batch that fits follows from it."""

from designer.catalog.values import KerasObject
from designer.compiler.memory import largest_batch, num_slots, training_memory
from designer.compiler.results import Analysis

NETWORK = Analysis(parameters=110, trainable=100, activation_bytes=1000)
ADAM, SGD = KerasObject("Adam"), KerasObject("SGD")


def test_weights_gradients_slots_and_activations_add_up() -> None:
    memory = training_memory(NETWORK, 8, ADAM)
    parts = (memory.parameters, memory.gradients, memory.optimizer, memory.activations)
    assert parts == (440, 400, 800, 8000)
    assert memory.total == sum(parts)


def test_an_optimiser_keeps_what_its_arguments_ask_for() -> None:
    assert num_slots(SGD) == 0
    assert num_slots(KerasObject("SGD", {"momentum": 0.9})) == 1
    assert num_slots(KerasObject("Adam", {"amsgrad": True, "use_ema": True})) == 4
    assert num_slots(KerasObject("Adam", {"momentum": 0.9})) == 2
    assert num_slots(KerasObject("Unheard")) == 2


def test_the_largest_power_of_two_that_fits() -> None:
    assert largest_batch(NETWORK, SGD, 840 + 1000) == 1
    assert largest_batch(NETWORK, SGD, 840 + 15_999) == 8
    assert largest_batch(NETWORK, SGD, 840 + 16_000) == 16


def test_nothing_fits_a_budget_below_one_sample() -> None:
    assert largest_batch(NETWORK, ADAM, 500) == 0
    assert largest_batch(NETWORK, ADAM, 840 + 999) == 0
