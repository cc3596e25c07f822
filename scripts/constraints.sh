#!/bin/sh
# Write constraints/<cell>.txt anew: the newest versions that fit each cell of the matrix.
# Needs uv. Cells are read from their names: py<major><minor>-dj<major><minor>-wt<major><minor>.
set -eu
cd "$(dirname "$0")/.."

for cell in py311-dj52-wt74 py312-dj60-wt74 py311-dj52-wt80 py313-dj60-wt80 py312-dj61-wt80; do
    python=$(echo "$cell" | sed -E 's/^py(.)(..)-.*/\1.\2/')
    django=$(echo "$cell" | sed -E 's/.*-dj(.)(.)-.*/\1.\2/')
    wagtail=$(echo "$cell" | sed -E 's/.*-wt(.)(.)$/\1.\2/')
    bounds=$(mktemp)
    printf 'Django~=%s.0\nwagtail~=%s.0\n' "$django" "$wagtail" >"$bounds"
    uv pip compile --quiet --upgrade pyproject.toml \
        --extra dev --extra postgres --extra mysql --python-version "$python" \
        --no-header --no-annotate --no-emit-package rkres-wagtail \
        --constraint "$bounds" --output-file "constraints/$cell.txt"
    rm -f "$bounds"
    echo "constraints/$cell.txt: $(grep -ciE '^[a-z]' "constraints/$cell.txt") packages"
done
