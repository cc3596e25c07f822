"""Read a region profile: from bytes to a checked ``Profile``, or to all that is wrong with it."""

from __future__ import annotations

import os
import re
import tomllib
import unicodedata
from dataclasses import dataclass
from datetime import date, datetime, time
from importlib import resources
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from ..text import without_directions
from .problems import Problem, ProfileError, show_path
from .references import References
from .toml_errors import syntax_problem
from .toml_lines import TomlLines
from .validation import schema_problems

#: The version of the format that this package reads.
PROFILE_VERSION = 1
#: A profile is a page or two of text; more is a mistake (bytes).
MAX_BYTES = 1024 * 1024

_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")


@dataclass(frozen=True)
class Profile:
    """A profile without faults.

    ``data`` holds strings (dates as ``"2023-05-31"``), whole numbers, lists and tables.
    """

    key: str
    data: dict[str, Any]
    lines: TomlLines
    source: str

    def refused(self, path: tuple, said: str) -> ProfileError:
        """The error to raise when a site refuses the value of ``path`` with a sentence."""
        fault = Problem(self.lines.of(path), show_path(path, self.data), said=said)
        return ProfileError([fault], source=self.source)


def shipped_profiles() -> list[str]:
    """Names of the profiles in the package."""
    folder = resources.files("rkres_wagtail.regions") / "profiles"
    return sorted(entry.name[:-5] for entry in folder.iterdir() if entry.name.endswith(".toml"))


def template_text() -> str:
    """A commented profile in Polish, valid as it is, to begin a new one with."""
    path = resources.files("rkres_wagtail.regions") / "template.toml"
    return path.read_text(encoding="utf-8")


def shipped_text(name: str) -> str | None:
    """The text of a shipped profile, to begin a new one with; None: there is none of that name."""
    if name not in shipped_profiles():
        return None
    path = resources.files("rkres_wagtail.regions") / "profiles" / f"{name}.toml"
    return path.read_text(encoding="utf-8")


def load_profile(source: str | os.PathLike) -> Profile:
    """Read the profile at a path, or the shipped one of that name; raise ``ProfileError``."""
    name = os.fspath(source)
    if name in shipped_profiles():
        folder = resources.files("rkres_wagtail.regions") / "profiles"
        return read_profile((folder / f"{name}.toml").read_bytes(), source=name)
    try:
        with Path(name).open("rb") as file:
            content = file.read(MAX_BYTES + 1)
    except (OSError, ValueError) as error:
        expected = _("a file, or one of the shipped profiles: %(names)s") % {
            "names": ", ".join(shipped_profiles())
        }
        raise _refused(name, expected, _unreadable(error)) from error
    return read_profile(content, source=name)


def read_profile(content: bytes, *, source: str) -> Profile:
    """Check ``content`` of a profile file; raise ``ProfileError`` with every problem in it."""
    if len(content) > MAX_BYTES:
        expected = _("at most %(size)d kB of text") % {"size": MAX_BYTES // 1024}
        raise _refused(source, expected, pgettext("found in a profile", "more"))
    text = _decode(content, source)
    unreadable: list[tuple] = []
    try:
        raw = tomllib.loads(text)
        # Dotted keys nest without recursion in tomllib; here they end at the limit, too.
        data = _plain(raw, (), unreadable)
    except tomllib.TOMLDecodeError as error:
        raise ProfileError([syntax_problem(error, text)], source=source) from error
    except RecursionError as error:
        expected = _("tables and lists a few levels deep")
        raise _refused(source, expected, _("hundreds of levels")) from error
    except ValueError as error:
        expected = _("numbers of a few digits")
        raise _refused(source, expected, _("a number of thousands of digits")) from error
    lines = TomlLines(text)
    _check_version(raw, lines, source)
    problems = [
        Problem(lines.of(path), show_path(path, data), _("readable text"), _("a control sign"))
        for path in unreadable
    ]
    problems += schema_problems(data, lines)
    problems += References(data, lines).problems()
    if problems:
        raise ProfileError(problems, source=source)
    return Profile(key=data["key"], data=data, lines=lines, source=source)


def _refused(source: str, expected: str, found: str) -> ProfileError:
    return ProfileError([Problem(None, "", expected, found)], source=source)


def _unreadable(error: Exception) -> str:
    if isinstance(error, IsADirectoryError):
        return _("a folder")
    if isinstance(error, PermissionError):
        return _("a file that may not be read")
    return _("no such file")


def _decode(content: bytes, source: str) -> str:
    """UTF-8, with or without the mark that Windows puts in front."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise _refused(source, _("a text file saved as UTF-8"), "UTF-16")
    content = content.removeprefix(b"\xef\xbb\xbf")
    if b"\x00" in content or content.startswith(b"PK\x03\x04"):
        raise _refused(source, _("a text file saved as UTF-8"), _("a file of another kind"))
    try:
        return content.decode("utf-8").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        found = _("a letter in another encoding, perhaps Windows-1250")
        problem = Problem(line, "", _("a text file saved as UTF-8"), found)
        raise ProfileError([problem], source=source) from error


def _check_version(raw: dict, lines: TomlLines, source: str) -> None:
    """An unknown version is the only thing said about a file: the rest may not be comparable."""
    version = raw.get("profile_version")
    if type(version) is not int or version == PROFILE_VERSION:
        return
    found = str(version)
    if version > PROFILE_VERSION:
        found = _("%(version)d, which a newer version of the package reads; update it") % {
            "version": version
        }
    path = ("profile_version",)
    problem = Problem(lines.of(path), "profile_version", str(PROFILE_VERSION), found)
    raise ProfileError([problem], source=source)


def _plain(value: Any, path: tuple, unreadable: list[tuple]) -> Any:
    """``value`` as JSON knows it, texts composed and trimmed; notes where control signs are."""
    if isinstance(value, dict):
        return {key: _plain(item, (*path, key), unreadable) for key, item in value.items()}
    if isinstance(value, list):
        return [_plain(item, (*path, n), unreadable) for n, item in enumerate(value)]
    if isinstance(value, (date, datetime, time)):
        return value.isoformat()
    if isinstance(value, str):
        if _CONTROL.search(value):
            unreadable.append(path)
        return unicodedata.normalize("NFC", without_directions(value)).strip()
    return value
