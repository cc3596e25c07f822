#!/bin/bash
# Run one cell within what is left of the time, keep its output, write its result:
# "verdict seconds passed failed text" into $CI_OUT/<cell>.result.
set -u
cell=$1
log=$CI_OUT/$cell.log
started=$(date +%s)
left=$((CI_DEADLINE - started))

if [ "$left" -gt 0 ]; then
    timeout --kill-after=30 "$left" bash .ci/cell.sh "$cell" >"$log" 2>&1 </dev/null
    status=$?
else
    echo "No time left." >"$log"
    status=124
fi
seconds=$(($(date +%s) - started))

good=0 bad=0 text=""
if [ -r "$CI_OUT/$cell.tests" ]; then
    read -r good bad text <"$CI_OUT/$cell.tests"
elif [ "$status" -eq 0 ]; then
    good=1
fi
[ "$status" -eq 124 ] && text="${text:+$text, }ran out of time"
if [ "$status" -ne 0 ]; then
    verdict=failed
    [ "$bad" -gt 0 ] || bad=1
else
    verdict=ok
fi
echo "$verdict $seconds $good $bad $text" >"$CI_OUT/$cell.result"

{
    printf '%-7s %-10s %5s s  %s\n' "$verdict" "$cell" "$seconds" "$text"
    if [ "$verdict" = failed ]; then
        echo "---- end of $log"
        tail -n "${CI_TAIL:-80}" "$log"
        echo "----"
    fi
} | cat
exit 0
