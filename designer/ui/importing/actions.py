"""The parts of the table of actions that are about models from elsewhere."""

from designer.ui.action_spec import ActionSpec

IMPORT = (
    ActionSpec(
        "import_model",
        "Import &model…",
        "Ctrl+Alt+I",
        "import",
        "Make a project of a Keras model: a .keras, .h5 or Keras JSON file; nothing in it is run",
    ),
)

WEIGHTS = (
    ActionSpec(
        "load_weights",
        "&Load weights…",
        "Ctrl+Alt+W",
        tip="Take weights from a Keras model file: what fits the network by name is where training starts",
        needs="network",
    ),
    ActionSpec(
        "take_run_weights",
        "Take weights of the selected r&un",
        tip="Take the best weights of the run that is selected in the Runs panel",
    ),
    ActionSpec("clear_weights", "Start from &new weights", tip="Forget the weights that were taken over"),
)

BACKBONES = (
    ActionSpec(
        "insert_backbone",
        "Insert &backbone…",
        "Ctrl+Alt+B",
        tip="Insert a known network, such as ResNet50, fed by the selected layer, with or without weights",
    ),
)
