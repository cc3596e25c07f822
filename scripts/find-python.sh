#!/bin/sh
# Print the path of a Python that is new enough, or one sentence saying what is wrong.
#
# Usage: find-python.sh [MINIMUM [MAXIMUM]]   versions like 3.11; both inclusive
#
# A command being there does not mean that it works: pyenv puts a `python3.12` on PATH that only
# prints an error when no 3.12 is chosen. So every candidate is run.
set -u

minimum=${1:-3.11}
maximum=${2:-3.99}
seen=""

fits() {
    "$1" -c "
import sys
low, high = (tuple(map(int, v.split('.'))) for v in ('$minimum', '$maximum'))
sys.exit(not low <= sys.version_info[:2] <= high)" >/dev/null 2>&1
}

note() {
    version=$("$1" --version 2>/dev/null) || return 0
    case "$seen" in *"$version"*) ;; *) seen="$seen${seen:+, }$version" ;; esac
}

if [ -n "${PYTHON:-}" ]; then
    named=$(command -v "$PYTHON" 2>/dev/null) || {
        echo "PYTHON=$PYTHON: there is no such program." >&2
        exit 1
    }
    if fits "$named"; then
        echo "$named"
        exit 0
    fi
    version=$("$named" --version 2>/dev/null)
    echo "PYTHON=$PYTHON is ${version:-no working Python}; Python $minimum or newer is needed." >&2
    exit 1
fi

for name in python3.13 python3.12 python3.11 python3.14 python3 python; do
    found=$(command -v "$name" 2>/dev/null) || continue
    if fits "$found"; then
        echo "$found"
        exit 0
    fi
    note "$found"
done

for found in "${PYENV_ROOT:-${HOME:-/root}/.pyenv}"/versions/*/bin/python \
    "${HOME:-/root}"/.local/share/uv/python/*/bin/python3; do
    [ -x "$found" ] || continue
    if fits "$found"; then
        echo "$found"
        exit 0
    fi
done

if [ "$maximum" = 3.99 ]; then wanted="Python $minimum or newer"; else wanted="Python $minimum to $maximum"; fi
echo "$wanted is needed; found: ${seen:-no Python at all}. Install one, or name it: PYTHON=/path/to/python make …" >&2
exit 1
