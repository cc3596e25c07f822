#!/bin/sh
# Make sure that .venv exists and holds the package (editable) with the extras asked for.
#
# Usage: ensure-env.sh EXTRA[,EXTRA…]      e.g. `ensure-env.sh example`
#
# A stamp in .venv remembers the extras and a hash of pyproject.toml, so that the second run costs
# nothing. Whatever is missing is said in one sentence.
set -u

here=$(cd "$(dirname "$0")/.." && pwd) || exit 1
cd "$here" || exit 1
venv=${RKRES_VENV:-.venv}
extras=${1:-example}

fail() {
    echo "$*" >&2
    exit 1
}

works() {
    "$venv/bin/python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1
}

if [ -e "$venv" ] && ! works; then
    fail "$venv holds no working Python 3.11 or newer; remove that directory and run make again."
fi

if [ ! -e "$venv" ]; then
    python=$(sh scripts/find-python.sh 3.11) || exit 1
    if "$python" -c 'import ensurepip, venv' >/dev/null 2>&1; then
        echo "Creating $venv with $("$python" --version) ($python)"
        "$python" -m venv "$venv" || fail "Could not create $venv."
    elif command -v uv >/dev/null 2>&1; then
        echo "Creating $venv with uv and $("$python" --version)"
        uv venv --quiet --seed --python "$python" "$venv" || fail "Could not create $venv."
    else
        fail "$python cannot create virtual environments (no ensurepip); on Debian: apt-get install python3-venv."
    fi
fi

digest=$(cat pyproject.toml | "$venv/bin/python" -c \
    'import hashlib, sys; print(hashlib.sha256(sys.stdin.buffer.read()).hexdigest()[:16])')
for extra in $(echo "$extras" | tr , ' '); do
    [ -e "$venv/.rkres-$extra-$digest" ] || missing=1
done
[ -n "${missing:-}" ] || exit 0

echo "Installing rkres-wagtail[$extras] (once; a minute or so)"
log="$venv/.rkres-install.log"
if [ -n "${RKRES_CONSTRAINTS:-}" ]; then set -- -c "$RKRES_CONSTRAINTS"; else set --; fi
if command -v uv >/dev/null 2>&1; then
    install="uv pip install --quiet --python $venv/bin/python"
else
    install="$venv/bin/python -m pip install --disable-pip-version-check --quiet"
fi
# shellcheck disable=SC2086
if ! $install "$@" --editable ".[$extras]" >"$log" 2>&1; then
    tail -n 20 "$log" >&2
    fail "Installing failed (above: the end of $log). Is the package index reachable from here?"
fi
for extra in $(echo "$extras" | tr , ' '); do
    rm -f "$venv/.rkres-$extra-"*
    : >"$venv/.rkres-$extra-$digest"
done
