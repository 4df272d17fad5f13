"""Each benchmark is a command that anybody can start: what it imports is found from its own folder."""

import subprocess
import sys
from pathlib import Path

BENCHMARKS = Path(__file__).parents[2] / "benchmarks"
OTHER_ENVIRONMENT = {"mediapipe_side.py"}
"""Started by `engine.py` with a Python that has mediapipe."""

CODE = """
import runpy, sys
own = list(sys.path)
for file in sys.argv[1:]:
    sys.path[:] = own
    try:
        runpy.run_path(file)
    except ImportError as problem:
        print(file, problem)
"""


def test_every_benchmark_finds_what_it_imports(tmp_path: Path) -> None:
    files = [str(file) for file in sorted(BENCHMARKS.glob("*.py")) if file.name not in OTHER_ENVIRONMENT]
    code = f"import sys; sys.path[0] = {str(BENCHMARKS)!r}{CODE}"
    done = subprocess.run(
        [sys.executable, "-c", code, *files], capture_output=True, text=True, check=True, cwd=tmp_path
    )
    assert done.stdout == ""
