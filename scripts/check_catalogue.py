"""Fail unless the Polish catalogue is complete: every message of the code, translated, compiled.

Collects the messages into a copy of the package, so the checkout is not touched. Needs GNU
gettext.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import polib

from rkres_wagtail.typography import bind_between_tags

ROOT = Path(__file__).resolve().parent.parent
CATALOGUE = "locale/pl/LC_MESSAGES/django.po"
#: Templates that readers see, not editors.
PUBLIC = tuple(
    f"templates/rkres_wagtail/{folder}/"
    for folder in ("bodies", "decisions", "meetings", "pieces", "search")
)


def keys(catalogue) -> set[tuple[str | None, str]]:
    return {(entry.msgctxt, entry.msgid) for entry in catalogue if not entry.obsolete}


def texts(catalogue) -> dict:
    """What a compiled catalogue would answer, by message."""
    return {
        (e.msgctxt, e.msgid): (e.msgstr, tuple(sorted((e.msgstr_plural or {}).items())))
        for e in catalogue
        if not e.obsolete
    }


def hanging(entry) -> bool:
    """Whether a sentence of a public page lets a one-letter word end a line (look, rule 4)."""
    paths = [path for path, _line in entry.occurrences]
    is_public = any(path.startswith(PUBLIC) and "/admin/" not in path for path in paths)
    texts = [entry.msgstr, *(entry.msgstr_plural or {}).values()]
    return is_public and any(bind_between_tags(text) != text for text in texts)


def collect(package: Path) -> polib.POFile:
    """Return the catalogue that `makemessages` would write now."""
    with tempfile.TemporaryDirectory() as tmp:
        copy = Path(tmp) / package.name
        shutil.copytree(package, copy, ignore=shutil.ignore_patterns("__pycache__"))
        (copy / CATALOGUE).unlink(missing_ok=True)
        (copy / CATALOGUE).parent.mkdir(parents=True, exist_ok=True)
        subprocess.run(
            [sys.executable, "-m", "django", "makemessages", "--locale", "pl", "--verbosity", "0"],
            cwd=copy,
            check=True,
        )
        return polib.pofile(str(copy / CATALOGUE))


def problems_of(package: Path) -> list[str]:
    """Return one line for each thing that is missing, stale, fuzzy or not compiled."""
    path = package / CATALOGUE
    if not path.exists():
        return [f"{path.relative_to(ROOT)} does not exist"]
    committed = polib.pofile(str(path))
    found = []
    for entry in committed:
        if entry.obsolete:
            continue
        if entry.fuzzy:
            found.append(f"fuzzy: {entry.msgid!r}")
        elif not entry.translated():
            found.append(f"untranslated: {entry.msgid!r}")
        elif hanging(entry):
            found.append(f"a short word may end a line: {entry.msgid!r}")
    wanted, have = keys(collect(package)), keys(committed)
    found += [f"not in the catalogue: {msgid!r}" for _, msgid in sorted(wanted - have, key=str)]
    found += [f"no longer in the code: {msgid!r}" for _, msgid in sorted(have - wanted, key=str)]
    compiled = path.with_suffix(".mo")
    if not compiled.exists() or texts(polib.mofile(str(compiled))) != texts(committed):
        found.append(f"{compiled.relative_to(ROOT)} is not what the .po says")
    return [f"{path.relative_to(ROOT)}: {line}" for line in found]


def main() -> None:
    if not shutil.which("xgettext"):
        sys.exit("GNU gettext is needed; on Debian: apt-get install gettext.")
    found = problems_of(ROOT / "rkres_wagtail")
    for line in found:
        print(line)
    if found:
        sys.exit(f"{len(found)} problems in the Polish catalogue; `make messages` collects anew.")
    print("The Polish catalogue is complete.")


if __name__ == "__main__":
    main()
