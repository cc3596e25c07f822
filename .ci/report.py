"""Judge one cell's tests: ``report.py CELL JUNIT.xml`` prints "passed failed text".

Fails when fewer tests ran than .ci/minimum records for the cell, and when a test was skipped that
.ci/skips does not list for it.
"""

from __future__ import annotations

import sys
from fnmatch import fnmatch
from pathlib import Path
from xml.etree import ElementTree

HERE = Path(__file__).resolve().parent


def lines(name: str) -> list[list[str]]:
    """Return the words of every line of a file here, comments and blanks left out."""
    text = (HERE / name).read_text()
    rows = (line.split("#", 1)[0].split(maxsplit=1) for line in text.splitlines())
    return [row for row in rows if row]


def main() -> None:
    cell, path = sys.argv[1:]
    minimum = int(dict(lines("minimum"))[cell])
    allowed = [pattern.strip() for name, pattern in lines("skips") if name in (cell, "*")]

    if not Path(path).exists():
        print("0 1 no tests ran")
        sys.exit(1)
    passed, failed, skipped, unexpected = 0, 0, 0, []
    for case in ElementTree.parse(path).iter("testcase"):
        name = f"{case.get('classname')}.{case.get('name')}"
        if case.find("failure") is not None or case.find("error") is not None:
            failed += 1
        elif case.find("skipped") is not None:
            skipped += 1
            if not any(fnmatch(name, pattern) for pattern in allowed):
                unexpected.append(name)
        else:
            passed += 1

    text = f"{passed} passed, {failed} failed, {skipped} skipped"
    for name in unexpected:
        print(f"skipped, but not listed in .ci/skips: {name}", file=sys.stderr)
    if unexpected:
        text += f", {len(unexpected)} of them not allowed"
    if passed < minimum:
        text += f", fewer than the {minimum} recorded"
    bad = failed + len(unexpected) + (passed < minimum)
    print(passed, bad, text)
    sys.exit(bool(bad))


if __name__ == "__main__":
    main()
