"""Where the program's own files lie, and the user's: the one module that knows both."""

import os
import sys
from collections.abc import Callable
from pathlib import Path

import appdirs

import workbench
from workbench.domain.errors import FileMissing
from workbench.i18n import _

_NAME = "factcheckers-workbench"
_HOME = "WORKBENCH_HOME"


def resources() -> Path:
    """The folder of resources: of a bundle, of an installed wheel or of the source tree."""
    package = Path(workbench.__file__).resolve().parent
    bundle = getattr(sys, "_MEIPASS", None)
    places = [package / "resources", package.parent / "resources"]
    if bundle:
        places = [Path(bundle) / "workbench" / "resources", Path(bundle) / "resources"]
    for place in places:
        # A foreign folder of that name may stand beside the package; ours has the scales.
        if (place / "scales").is_dir():
            return place
    raise FileMissing(
        _("The program's own files are missing: there is no folder {place}.").format(
            place=places[0]
        ),
        _("Install the program again."),
    )


def data_folder() -> Path:
    """What the user would miss: the default archive, the sample."""
    return _folder("data", appdirs.user_data_dir)


def config_folder() -> Path:
    """The user's settings."""
    return _folder("config", appdirs.user_config_dir)


def _folder(kind: str, of_system: Callable[..., str]) -> Path:
    home = os.environ.get(_HOME)
    if home:
        return Path(home).expanduser().absolute() / kind
    return Path(of_system(_NAME, appauthor=False))
