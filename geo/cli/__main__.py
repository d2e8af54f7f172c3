"""``python -m geo.cli``: the command line where no script was installed."""

import sys

from geo.cli import main

if __name__ == "__main__":
    sys.exit(main())
