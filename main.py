"""Model Designer from a checkout: `python main.py` is the installed command `model-designer`."""

import sys

from designer.cli import main

if __name__ == "__main__":
    sys.exit(main())
