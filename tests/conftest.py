"""Every test runs without a display and away from the user's own folders."""

import atexit
import os
import shutil
import tempfile

from hypothesis import HealthCheck, settings

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
HOME = tempfile.mkdtemp(prefix="workbench-tests-")
os.environ["WORKBENCH_HOME"] = HOME
atexit.register(shutil.rmtree, HOME, ignore_errors=True)

# A busy machine is no reason to fail; ten times the examples with --hypothesis-profile=thorough.
settings.register_profile(
    "quick", max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
settings.register_profile("thorough", settings.get_profile("quick"), max_examples=600)
settings.load_profile("quick")
