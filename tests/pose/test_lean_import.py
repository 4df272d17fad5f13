import subprocess
import sys

SCRIPT = """
import sys
from backcoach.pose.blazepose import BlazePose
with BlazePose():
    pass
assert "matplotlib" not in sys.modules, "the stand-in is gone"
import matplotlib.pyplot
assert hasattr(matplotlib.pyplot, "plot"), "the real library still loads"
"""


def test_the_pose_model_starts_without_the_plotting_library_and_leaves_it_usable():
    done = subprocess.run([sys.executable, "-c", SCRIPT], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
