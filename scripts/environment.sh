# Sourced by `run`, `test` and `.ci/run`: makes .venv ready, quickly when it is ready already. Needs $root.

say() { printf '%s\n' "backcoach: $*" >&2; }

fail() {
    say "$*"
    exit 1
}

# Print the first Python that fits, or nothing.
find_python() {
    for name in ${BACKCOACH_PYTHON:-python3.12 python3.11 python3.10 python3 python}; do
        if "$name" -c 'import sys; sys.exit(not (3, 10) <= sys.version_info[:2] < (3, 13))' 2>/dev/null; then
            "$name" -c 'import sys; print(sys.executable)'
            return
        fi
    done
}

# Set $uv: the one of this machine, or one of our own, put into a folder of the project. `--target` is allowed
# where pip refuses to install outside of a virtual environment, and needs neither venv nor ensurepip.
find_uv() {
    uv=$(command -v uv) && return
    uv="$root/.tools/bin/uv"
    [ -x "$uv" ] && return
    [ -n "$python" ] || fail "$no_python"
    "$python" -m pip --version >/dev/null 2>&1 || fail "pip is missing for $python.
Install it (Debian, Ubuntu: apt install python3-pip), or install uv, and start again."
    say "getting the installer uv (once)"
    PIP_REQUIRE_VIRTUALENV=0 PIP_USER=0 "$python" -m pip install --quiet \
        --disable-pip-version-check --target "$root/.tools" uv || fail "pip could not install uv: see above. Is there a network?"
}

# uv does not read pip's settings: a package index of one's own has to reach it too.
share_index() {
    [ -n "$python" ] && [ -z "${UV_DEFAULT_INDEX:-}${UV_INDEX_URL:-}" ] || return 0
    index=${PIP_INDEX_URL:-$("$python" -m pip config get global.index-url 2>/dev/null || true)}
    [ -z "$index" ] || export UV_DEFAULT_INDEX="$index"
}

# prepare [dev]: install the project, and with "dev" what its tests need. An environment with more than asked
# for is left as it is.
prepare() {
    wanted=${1:-user}
    state="$root $(cksum <"$root/pyproject.toml")"
    stamp="$root/.venv/ready"
    if [ -x "$root/.venv/bin/python" ] && [ -f "$stamp" ]; then
        case $(cat "$stamp") in "$state dev" | "$state $wanted") return ;; esac
    fi
    python=$(find_python)
    no_python="Python 3.10, 3.11 or 3.12 is needed; $(${BACKCOACH_PYTHON:-python3} --version 2>/dev/null || echo 'no Python') was found.
Install one of them (or uv, which brings its own), or name one: BACKCOACH_PYTHON=/path/to/python3.12 sh run"
    find_uv
    share_index
    set -- sync --quiet --project "$root"
    [ -z "$python" ] || set -- "$@" --python "$python"
    [ "$wanted" = dev ] || set -- "$@" --no-dev
    say "installing into .venv (once; some 600 MB, a minute or two)"
    env -u VIRTUAL_ENV -u UV_PROJECT_ENVIRONMENT "$uv" "$@" || fail "the installation failed: see above."
    printf '%s\n' "$state $wanted" >"$stamp"
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
