"""Say what is wrong with the contents of a wheel: ``check_wheel.py WHEEL``.

Every tracked file of the package that is not Python must be in it, and nothing else than the
package and its metadata.
"""

from __future__ import annotations

import subprocess
import sys
import zipfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
#: What must be there whatever git says.
WANTED = (
    "rkres_wagtail/__init__.py",
    "rkres_wagtail/pages/models.py",
    "rkres_wagtail/migrations/0001_initial.py",
    "rkres_wagtail/pages/migrations/0001_initial.py",
    "rkres_wagtail/locale/pl/LC_MESSAGES/django.mo",
    "rkres_wagtail/locale/pl/LC_MESSAGES/django.po",
    "rkres_wagtail/static/rkres_wagtail/css/rkres.css",
    "rkres_wagtail/templates/rkres_wagtail/bodies/committee_page.html",
    "rkres_wagtail/regions/profiles/lubuskie.toml",
)


def tracked() -> set[str]:
    """Return the package's files that git knows; nothing where there is no git."""
    done = subprocess.run(
        ["git", "ls-files", "rkres_wagtail"], cwd=ROOT, capture_output=True, text=True
    )
    return set(done.stdout.splitlines())


def problems_of(wheel: Path) -> list[str]:
    names = set(zipfile.ZipFile(wheel).namelist())
    strangers = sorted(
        n for n in names if not n.startswith("rkres_wagtail/") and ".dist-info/" not in n
    )
    wanted = tracked() | set(WANTED)
    wanted = {n for n in wanted if not n.endswith((".md", ".gitignore", ".gitkeep"))}
    found = [f"does not belong there: {name}" for name in strangers]
    found += [f"missing: {name}" for name in sorted(wanted - names)]
    if not any(name.endswith(".dist-info/licenses/LICENSE") for name in names):
        found.append("missing: the licence")
    return found


def main() -> None:
    wheel = Path(sys.argv[1])
    found = problems_of(wheel)
    for line in found:
        print(f"{wheel.name}: {line}")
    if found:
        sys.exit(1)
    print(f"{wheel.name}: {len(zipfile.ZipFile(wheel).namelist())} files, all as they should be.")


if __name__ == "__main__":
    main()
