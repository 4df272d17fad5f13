"""Asks the package index whether everything that Backcoach needs can be installed, for each Python and system.

    python scripts/check_systems.py

Nothing is installed. It prints a table, and ends with 1 where wheels are missing for one that the project promises.
Where none is promised (Intel Macs, Windows on ARM), it says whether that is still so.
"""

from __future__ import annotations

import os
import subprocess

from set_up import FIRST, LAST, ROOT, find_python, find_uv, index

PROMISED = {
    "Linux x86_64": "x86_64-manylinux_2_28",
    "Linux aarch64": "aarch64-manylinux_2_28",
    "macOS arm64": "aarch64-apple-darwin",
    "Windows x64": "x86_64-pc-windows-msvc",
}
NOT_PROMISED = {"macOS x86_64": "x86_64-apple-darwin", "Windows ARM": "aarch64-pc-windows-msvc"}


def main() -> int:
    """Print the table and return the exit status."""
    python = find_python()
    os.environ.update(index(python))
    uv = find_uv(python)
    versions = [f"3.{minor}" for minor in range(FIRST[1], LAST[1] + 1)]
    print(f"{'':15}", *(f"{version:9}" for version in versions))
    missing = 0
    for name, platform in {**PROMISED, **NOT_PROMISED}.items():
        reasons = [why_not(uv, platform, version) for version in versions]
        print(f"{name:15}", *(f"{'no' if reason else 'yes':9}" for reason in reasons), flush=True)
        if name in PROMISED:
            missing += sum(map(bool, reasons))
            print("".join(f"  {reason}\n" for reason in dict.fromkeys(reasons) if reason), end="")
    return missing > 0


def why_not(uv: str, platform: str, version: str) -> str:
    """Return why the package cannot be installed with everything, only from wheels; nothing when it can."""
    what = ["--all-extras", "--quiet", "--no-header", "--only-binary", ":all:"]
    where = ["--python-platform", platform, "--python-version", version]
    command = [uv, "pip", "compile", str(ROOT / "pyproject.toml"), *what, *where]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, encoding="utf-8", check=False)
    return "" if done.returncode == 0 else " ".join(done.stderr.split())


if __name__ == "__main__":
    raise SystemExit(main())
