"""The command line: `main.py` in a checkout, `model-designer` once installed."""

import io
import os
import sys
import traceback
from collections.abc import Sequence

from designer.errors import DesignerError, RequestError
from designer.imports import quick_imports

DONE, FAILED, WRONG_REQUEST = 0, 1, 2
_INTERRUPTED = 130


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command.

    Returns:
        The exit status: 0 done; 1 tried and failed, or `check` found an error; 2 the request is wrong.
    """
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "2")
    _write_anywhere()
    with quick_imports():
        from designer.cli.parser import make_parser, with_command
    words = sys.argv[1:] if arguments is None else arguments
    debug = "--debug" in words
    try:
        options = make_parser().parse_args(with_command(words))
        return int(options.run(options))
    except RequestError as error:
        return _fail(error, WRONG_REQUEST, debug=debug)
    except BrokenPipeError:
        return _close_output()
    except (DesignerError, OSError) as error:
        return _fail(error, FAILED, debug=debug)
    except KeyboardInterrupt:
        sys.stderr.write("Stopped.\n")
        return _INTERRUPTED
    except Exception as error:  # noqa: BLE001 - one line for the user; --debug shows where
        name = type(error).__name__
        unexpected = DesignerError(
            f"Unexpected {name}: {error}.", "Please report it, with the output of --debug."
        )
        unexpected.__cause__ = error
        return _fail(unexpected, FAILED, debug=debug)


def _write_anywhere() -> None:
    """Write characters that the terminal lacks as escapes, and not fail over them."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")


def _close_output() -> int:
    """The reader, such as `head`, has seen enough: end as quietly as other tools do."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return DONE


def _fail(error: Exception, status: int, *, debug: bool) -> int:
    if debug:
        traceback.print_exception(error)
        return status
    sys.stderr.write(" ".join(f"model-designer: {error}".split()) + "\n")
    return status
