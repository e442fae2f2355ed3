"""The actions on several runs, as rows of the table of actions."""

from designer.ui.action_spec import ActionSpec

COMPARE = (
    ActionSpec(
        "compare_runs",
        "&Selected runs…",
        tip="Curves, results, settings and drawings of the runs that are selected in the list of runs",
    ),
    ActionSpec(
        "compare_saved",
        "Start a &comparison…",
        tip="Train the networks of a saved comparison one after the other, and see them side by side",
    ),
)
