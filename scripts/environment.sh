# Sourced by `run`, `test` and `.ci/run`: makes .venv ready, quickly when it is ready already. Needs $root.

say() { printf '%s\n' "backcoach: $*" >&2; }

# prepare videos|all|dev: let any Python, or one that uv brings, do it: scripts/set_up.py.
prepare() {
    set_up="$root/scripts/set_up.py"
    if [ -x "$root/.venv/bin/python" ] && "$root/.venv/bin/python" -S "$set_up" ready "$1"; then return; fi
    for name in ${BACKCOACH_PYTHON:-} python3 python python3.14 python3.13 python3.12 python3.11 python3.10; do
        "$name" -c 'import sys; sys.exit(sys.version_info < (3, 8))' 2>/dev/null || continue
        "$name" "$set_up" "$1" || exit 1
        return
    done
    if command -v uv >/dev/null 2>&1; then
        uv run --quiet --no-project --python 3.13 python "$set_up" "$1" || exit 1
        return
    fi
    say "Python 3.10 to 3.14 is needed, and no Python was found. Install one, or uv, which brings its own,
or name one: BACKCOACH_PYTHON=/path/to/python3.13 sh run"
    exit 1
}

# Install the browser that the tests of the pages need, where that is allowed; else say what is missing.
prepare_browser() {
    for name in chromium chromium-browser google-chrome; do
        command -v "$name" >/dev/null 2>&1 && return
    done
    if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
        say "installing Chromium for the tests of the pages (once)"
        log="$root/.venv/chromium.log"
        {
            apt-get -qq update &&
                DEBIAN_FRONTEND=noninteractive apt-get -qq install -y --no-install-recommends chromium
        } </dev/null >"$log" 2>&1 && return
        tail -n 3 "$log" >&2
    fi
    say "the tests of the pages are skipped: they need Chromium (Debian: apt install chromium) or Chrome."
}

# Get what checks the scripts and styles of the pages; where that cannot be, one line says what is missing.
prepare_page_tools() {
    "$root/.venv/bin/python" "$root/scripts/check_pages.py" install || true
}
