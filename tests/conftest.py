"""Every test runs without a display and away from the user's own folders."""

import atexit
import os
import shutil
import sys
import tempfile
from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, settings

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
HOME = tempfile.mkdtemp(prefix="workbench-tests-")
os.environ["WORKBENCH_HOME"] = HOME
# No test reads or writes the keyring of whoever runs it.
os.environ["PYTHON_KEYRING_BACKEND"] = "keyring.backends.fail.Keyring"
atexit.register(shutil.rmtree, HOME, ignore_errors=True)

# A busy machine is no reason to fail; ten times the examples with --hypothesis-profile=thorough.
settings.register_profile(
    "quick", max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
settings.register_profile("thorough", settings.get_profile("quick"), max_examples=600)
settings.load_profile("quick")


@pytest.fixture(autouse=True)
def no_window_is_left() -> Iterator[None]:
    """A window left behind is styled again with every later one, and slows all tests after it."""
    yield
    widgets = sys.modules.get("PySide6.QtWidgets")
    core = sys.modules.get("PySide6.QtCore")
    app = widgets.QApplication.instance() if widgets else None
    if app is None or core is None:
        return
    for window in app.topLevelWidgets():
        window.deleteLater()
    app.sendPostedEvents(None, core.QEvent.Type.DeferredDelete)
