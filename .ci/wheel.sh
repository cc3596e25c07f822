#!/bin/bash
# Build the wheel from what git tracks, look into it, install it into an empty environment, and serve
# a committee page from a minimal project.
#
# PYTHON: the interpreter of the empty environment; the `python` on PATH needs `build`. CONSTRAINTS: pins.
set -euo pipefail
cd "$(dirname "$0")/.."
root=$PWD
work=$(mktemp -d -t rkres-wheel-XXXXXX)
trap 'rm -rf "$work"' EXIT

builder=${BUILDER:-python}
python=${PYTHON:-$builder}

mkdir "$work/source"
git ls-files -z | while IFS= read -r -d '' file; do
    [ -e "$file" ] && printf '%s\0' "$file"
done | tar --null --files-from=- -cf - | tar -C "$work/source" -xf -

"$builder" -m build --wheel --outdir "$work/dist" "$work/source" >"$work/build.log" 2>&1 || {
    tail -n 30 "$work/build.log"
    exit 1
}
wheel=$(echo "$work"/dist/*.whl)
"$builder" scripts/check_wheel.py "$wheel"

if command -v uv >/dev/null; then
    uv venv --quiet --python "$python" "$work/venv"
    uv pip install --quiet --python "$work/venv/bin/python" ${CONSTRAINTS:+-c "$CONSTRAINTS"} "$wheel"
    uv pip check --quiet --python "$work/venv/bin/python"
else
    "$python" -m venv "$work/venv"
    "$work/venv/bin/python" -m pip install --quiet ${CONSTRAINTS:+-c "$CONSTRAINTS"} "$wheel"
    "$work/venv/bin/python" -m pip check
fi

cp -r "$root/tests/packaging/minimal" "$work/project"
cd "$work/project"
export DJANGO_SETTINGS_MODULE=settings PYTHONPATH=$work/project
python=$work/venv/bin/python
"$python" -m django check --fail-level WARNING
"$python" -m django makemigrations --check --dry-run
"$python" -m django migrate --verbosity 0
"$python" serve_committee.py
