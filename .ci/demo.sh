#!/bin/bash
# Does `make demo` serve the site, the committee and the headless front end, and does a second run
# lose nothing?
set -euo pipefail
port=$("$CI_OUT/venv/bin/python" -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
base=http://127.0.0.1:$port
export DATABASE_URL=sqlite:///$CI_OUT/demo.sqlite3

pages() {
    DJANGO_SETTINGS_MODULE=example_site.settings "$CI_OUT/venv/bin/python" -c '
import django; django.setup()
from wagtail.models import Page
print(Page.objects.count())'
}

get() { # get ADDRESS PATTERN
    "$CI_OUT/venv/bin/python" - "$1" "$2" <<'PY'
import sys, urllib.request
with urllib.request.urlopen(sys.argv[1], timeout=30) as response:
    body = response.read().decode()
    assert response.status == 200 and sys.argv[2] in body, f"{sys.argv[1]}: no {sys.argv[2]!r}"
print("ok:", sys.argv[1])
PY
}

for turn in 1 2; do
    setsid make demo VENV="$CI_OUT/venv" PORT="$port" >"$CI_OUT/demo-$turn.log" 2>&1 &
    server=$!
    trap 'kill -- -$server 2>/dev/null || true' EXIT
    for _ in $(seq 120); do
        kill -0 $server 2>/dev/null || { cat "$CI_OUT/demo-$turn.log"; echo "make demo ended."; exit 1; }
        (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null && break
        sleep 1
    done
    cat "$CI_OUT/demo-$turn.log"
    committee=$(sed -n "s|^Committee: *||p" "$CI_OUT/demo-$turn.log" | tail -1)
    get "$base/" "<h1"
    get "${committee:?its address is not printed}" "Ekonomii Społecznej"
    get "$base/admin/login/" "<form"
    # The front end of docs/how-to/headless.md, against this very server.
    RKRES_API=$base node example_site/headless/check.mjs
    kill -- -$server
    wait $server 2>/dev/null || true
    count=$(pages)
    echo "run $turn: $count pages"
    [ "$turn" = 1 ] || [ "$count" = "$before" ] || { echo "The second run changed the tree."; exit 1; }
    before=$count
done
