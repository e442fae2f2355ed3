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
