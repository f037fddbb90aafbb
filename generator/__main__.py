"""`python -m generator`."""

import sys

from generator.commands import run

if __name__ == "__main__":
    sys.exit(run())
