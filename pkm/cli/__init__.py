"""The ``pkm`` command: one module a group of commands."""

import sys
from typing import NoReturn


def main() -> NoReturn:
    """Run the command. Who presses Ctrl-C while it is still loading sees no traceback either."""
    try:
        from pkm.cli import app
    except KeyboardInterrupt:
        sys.exit(130)
    app.main()
