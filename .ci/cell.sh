#!/bin/bash
# One cell of .ci/run, by name. Run it alone with the variables that .ci/run exports.
set -euo pipefail
cell=$1
py=$CI_OUT/venv/bin/python
quick="not browser and not scale"
drift=0

environment() { # environment PYTHON CONSTRAINTS   a venv of this cell's own; sets py
    local venv=$CI_OUT/venv-$cell
    py=$venv/bin/python
    uv venv --quiet --python "$1" "$venv"
    uv pip install --quiet --python "$py" -r pyproject.toml --extra test -c "constraints/$2.txt"
    "$py" -c 'import django, sys, wagtail; print(sys.version, django.__version__, wagtail.__version__)'
}

no_drift() { # no_drift SETTINGS
    "$py" -m django check --settings "$1" || drift=1
    "$py" -m django makemigrations --check --dry-run --settings "$1" || drift=1
}

run_tests() { # run_tests MARKERS [ARGUMENTS]   also when the checks above failed; ends the cell
    local markers=$1 status=$drift
    shift
    "$py" -m pytest -q -p no:cacheprovider --durations=15 --junitxml="$CI_OUT/$cell.xml" \
        -m "$markers" "$@" || status=1
    judge || status=1
    exit "$status"
}

judge() {
    "$py" .ci/report.py "$cell" "$CI_OUT/$cell.xml" >"$CI_OUT/$cell.tests"
}

case $cell in
lint)
    make lint VENV="$CI_OUT/venv"
    ;;
catalogue)
    "$py" scripts/check_catalogue.py
    ;;
sqlite)
    no_drift tests.settings
    status=$drift
    RKRES_REQUIRE_BROWSER=1 PYTEST_ADDOPTS="-q --durations=15 --junitxml=$CI_OUT/$cell.xml" \
        make test VENV="$CI_OUT/venv" || status=1
    judge || status=1
    exit "$status"
    ;;
postgres)
    export DATABASE_URL=$RKRES_POSTGRES_URL
    no_drift tests.settings
    RKRES_TEST_SHARE=1/6 run_tests "$quick" --create-db
    ;;
mariadb)
    export DATABASE_URL=$RKRES_MARIADB_URL
    no_drift tests.settings
    RKRES_TEST_SHARE=2/6 run_tests "$quick" --create-db
    ;;
wt74)
    environment "$CI_PY311" py311-dj52-wt74
    no_drift tests.settings
    RKRES_TEST_SHARE=3/8 run_tests "$quick"
    ;;
dj61)
    [ -n "$CI_PY312" ] || {
        echo "Django 6.1 needs Python 3.12 or newer; none was found (PATH, pyenv, uv)."
        exit 1
    }
    environment "$CI_PY312" py312-dj61-wt80
    no_drift tests.settings
    RKRES_TEST_SHARE=4/8 run_tests "$quick"
    ;;
emailuser)
    export DJANGO_SETTINGS_MODULE=tests.settings_emailuser
    no_drift tests.settings_emailuser
    # What touches users: the admin, the registers, the change log, the demo's logins, the API.
    RKRES_TEST_SHARE=1/4 run_tests "$quick" tests/editorial tests/api tests/example_site tests/packaging/test_fixtures.py \
        tests/test_registers.py tests/test_deletion.py tests/test_search.py tests/bodies/test_register*.py \
        tests/bodies/test_import.py tests/bodies/test_history.py tests/bodies/test_public_moves.py \
        tests/bodies/test_public_pages.py tests/meetings/test_changes.py tests/meetings/test_editing_verbs.py \
        tests/meetings/test_planning_views.py tests/outbox/test_office.py tests/decisions/test_editing.py \
        tests/meetings/test_attendance_office.py tests/meetings/test_invitations_screens.py tests/minutes/core \
        tests/minutes/corrections/test_corrections_office.py tests/minutes/test_public_office.py \
        tests/consultations/test_rounds.py tests/consultations/test_document_services.py \
        tests/consultations/test_editing.py tests/consultations/test_report_admin.py \
        tests/remarks/test_office_*.py tests/remarks/test_answering_services.py
    ;;
swapped)
    export DJANGO_SETTINGS_MODULE=tests.settings_swapped
    no_drift tests.settings_swapped
    DATABASE_URL=sqlite:///$CI_OUT/swapped.sqlite3 "$py" -m django migrate --verbosity 0
    RKRES_TEST_SHARE=1/6 run_tests "swapped and $quick"
    ;;
wheel)
    BUILDER=$CI_OUT/tools/bin/python PYTHON=$CI_PY311 CONSTRAINTS=$CI_CONSTRAINTS bash .ci/wheel.sh
    ;;
demo)
    bash .ci/demo.sh
    ;;
*)
    echo "There is no cell $cell." >&2
    exit 2
    ;;
esac
