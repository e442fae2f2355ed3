"""Long messages of Keras and TensorFlow are cut down to the reason."""

import pytest

from designer.compiler.messages import MAX_LENGTH, clean

_CALL = (
    "Exception encountered when calling {0}.call().\n\n{1}\n\nArguments received by {0}.call():\n  • inputs=…"
)
_BOLD = "\x1b[1mShapes (3,) and (4,) differ.\x1b[0m"
_GRAPH = (
    "Graph execution error:\n\nDetected at node embedding/GatherV2 defined at (most recent call last):\n"
    '  File "train.py", line 3, in <module>\n\n{}\n'
    "\t [[{{{{node functional/embedding/GatherV2}}}}]] [Op:__inference_step_42]"
)


@pytest.mark.parametrize(
    ("error", "reason"),
    [
        (ValueError("Plain and short."), "Plain and short."),
        (ValueError(_CALL.format("Add", _BOLD)), "Shapes (3,) and (4,) differ."),
        (ValueError(_CALL.format("Sequential", _CALL.format("Add", _BOLD))), "Shapes (3,) and (4,) differ."),
        (
            TypeError(
                "Error when deserializing class 'Dense' using config={…}.\n\nException encountered: No."
            ),
            "No.",
        ),
        (RuntimeError(_GRAPH.format("indices[0] = 9 is not in [0, 4)")), "indices[0] = 9 is not in [0, 4)"),
        (ValueError("{{function_node __wrapped__AddV2}} Shapes differ. [Op:AddV2] name: "), "Shapes differ."),
        (
            ValueError("Dimensions must be equal, but are 4 and 6 for '{{node MatMul}} = MatMul[…](a, b)'"),
            "Dimensions must be equal, but are 4 and 6",
        ),
        (KeyError("gamma"), "gamma"),
        (ValueError("two\n   lines"), "two lines"),
        (ValueError(), "ValueError"),
    ],
)
def test_reason_is_what_stays(error: Exception, reason: str) -> None:
    assert clean(error) == reason


def test_long_reason_is_cut() -> None:
    line = clean(ValueError("word " * 200))
    assert len(line) <= MAX_LENGTH
    assert line.endswith("word…")
