#!/bin/sh
# Collect the package's messages into the Polish catalogue and compile it.
set -eu
cd "$(dirname "$0")/../rkres_wagtail"
command -v msgfmt >/dev/null || {
    echo "GNU gettext is needed; on Debian: apt-get install gettext." >&2
    exit 1
}
python=../${RKRES_VENV:-.venv}/bin/python
"$python" -m django makemessages --locale pl --no-obsolete --add-location file
"$python" -m django compilemessages --locale pl
