"""python -m workbench: the command line, or the window."""

from multiprocessing import freeze_support

from workbench.cli import main

if __name__ == "__main__":
    freeze_support()
    raise SystemExit(main())
