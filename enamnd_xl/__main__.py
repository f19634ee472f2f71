"""`python -m enamnd_xl` is the command `enamnd`."""

import sys

from enamnd_xl.cli.main import main

if __name__ == "__main__":
    sys.exit(main())
