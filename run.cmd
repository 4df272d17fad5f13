@echo off
rem Sets Backcoach up and starts it, as `sh run` does elsewhere: run, run VIDEO..., run COMMAND...
setlocal
set "python="
for %%p in ("py -3" python python3) do if not defined python (
    %%~p -c "import sys; sys.exit(sys.version_info < (3, 8))" >nul 2>&1 && set "python=%%~p"
)
if not defined python (
    where uv >nul 2>&1 && set "python=uv run --quiet --no-project --python 3.13 python"
)
if not defined python (
    echo backcoach: Python 3.10 to 3.14 is needed, and no Python was found. Install one, or uv, which brings its own. 1>&2
    exit /b 1
)
%python% "%~dp0scripts\set_up.py" videos || exit /b 1
set "BACKCOACH_COMMAND=.\run"
set "BACKCOACH_SET_UP=%~dp0scripts\set_up.py"
"%~dp0.venv\Scripts\python.exe" -m backcoach %*
exit /b %errorlevel%
