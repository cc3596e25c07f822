#!/bin/bash
# Every cell of tox.ini, the tests marked `scale`, and the benchmark. Takes its time.
set -u
cd "$(dirname "$0")/.."
bin=$PWD/${RKRES_VENV:-.venv}/bin

# Interpreters are put on PATH after they were seen working; tox alone would trust their names.
unset PYTHON
for version in 3.13 3.12 3.11; do
    python=$(sh scripts/find-python.sh "$version" "$version") || exit 1
    PATH="$(dirname "$python"):$PATH"
done
export PATH

# shellcheck source=/dev/null
. .ci/services.sh
services_up || exit 1
export RKRES_POSTGRES_URL RKRES_MARIADB_URL

failed=0
"$bin/tox" run || failed=1
"$bin/python" -m pytest -m scale -p no:cacheprovider || { [ $? -eq 5 ] || failed=1; }
"$bin/python" -m benchmarks || failed=1
exit $failed
