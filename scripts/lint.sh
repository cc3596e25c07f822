#!/bin/sh
# ruff, djhtml and curlylint over everything; all run, then one exit code.
set -u
bin=${RKRES_VENV:-.venv}/bin
status=0

"$bin/ruff" check . || status=1
"$bin/ruff" format --check . || status=1

templates=$(find rkres_wagtail example_site tests -name '*.html' 2>/dev/null)
if [ -n "$templates" ]; then
    # shellcheck disable=SC2086
    "$bin/djhtml" --check $templates || status=1
    # shellcheck disable=SC2086
    "$bin/curlylint" --quiet $templates || status=1
fi
exit $status
