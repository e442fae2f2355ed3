"""The actions that steer a run, as rows of the window's table."""

from designer.ui.action_spec import LINE, ActionSpec

STEERING = (
    ActionSpec(
        "step_batch",
        "Step one &batch",
        "F7",
        "step",
        "Compute one batch, then wait; a run that isn't paused pauses first",
    ),
    ActionSpec(
        "stop_after_epoch",
        "Stop after this &epoch",
        "Ctrl+Shift+F5",
        "stop-after",
        "End the run once this epoch and its validation are done; choose again to go on after all",
        is_checkable=True,
    ),
    ActionSpec(
        "checkpoint_now",
        "Save a &checkpoint now",
        "Ctrl+F7",
        "checkpoint",
        "Save the whole state of the run before the next batch, and keep it for good",
    ),
    ActionSpec(
        "change_rate",
        "Change &learning rate…",
        "Ctrl+F8",
        "rate",
        "Set another learning rate from the next batch on",
    ),
    ActionSpec(
        "roll_back",
        "Roll bac&k…",
        "Ctrl+Shift+F6",
        "roll-back",
        "Go back to a checkpoint of the run that goes on, and on from there",
    ),
    LINE,
    ActionSpec(
        "branch_run",
        "Branch from a check&point…",
        "Ctrl+Shift+F7",
        "branch",
        "Begin a new run at a checkpoint, with other settings; the first run stays as it is",
    ),
    ActionSpec(
        "resume_run",
        "Res&ume a run…",
        "Ctrl+F5",
        "resume-run",
        "Go on with a run that was interrupted or stopped, exactly where it ended",
    ),
)
