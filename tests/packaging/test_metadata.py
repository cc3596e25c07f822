"""What the package says about itself, and what it carries."""

from __future__ import annotations

import tomllib
from pathlib import Path

import polib
import pytest
from packaging.requirements import Requirement

import rkres_wagtail

ROOT = Path(__file__).resolve().parents[2]
METADATA = tomllib.loads((ROOT / "pyproject.toml").read_text())
CELLS = sorted((ROOT / "constraints").glob("py*.txt"))


def test_only_lower_bounds_but_for_swapper():
    for text in METADATA["project"]["dependencies"]:
        requirement = Requirement(text)
        operators = {specifier.operator for specifier in requirement.specifier}
        assert operators == ({">=", "<"} if requirement.name == "swapper" else {">="}), text


def test_only_the_package_goes_into_the_wheel():
    assert METADATA["tool"]["setuptools"]["packages"]["find"]["include"] == ["rkres_wagtail*"]


def test_the_changelog_knows_the_version():
    changelog = (ROOT / "CHANGELOG.md").read_text()
    assert "## [Unreleased]" in changelog or f"## [{rkres_wagtail.__version__}]" in changelog


def test_every_cell_of_the_matrix_is_pinned():
    tox = (ROOT / "tox.ini").read_text()
    assert len(CELLS) == 5
    for path in CELLS:
        assert path.stem in tox


@pytest.mark.parametrize("path", CELLS, ids=lambda path: path.stem)
def test_pins_are_of_the_versions_that_the_cell_is_named_after(path):
    pins = dict(line.split(";")[0].strip().split("==") for line in path.read_text().splitlines())
    python, django, wagtail = path.stem.split("-")
    assert pins["django"].replace(".", "", 1).startswith(django.removeprefix("dj"))
    assert pins["wagtail"].replace(".", "", 1).startswith(wagtail.removeprefix("wt"))
    for text in METADATA["project"]["dependencies"]:
        requirement = Requirement(text)
        assert requirement.specifier.contains(pins[requirement.name.lower()]), text


def test_the_compiled_catalogue_is_that_of_the_source():
    folder = ROOT / "rkres_wagtail/locale/pl/LC_MESSAGES"

    def texts(catalogue):
        return {
            (entry.msgctxt, entry.msgid): (entry.msgstr, entry.msgstr_plural)
            for entry in catalogue
            if entry.msgid and not entry.obsolete
        }

    source = polib.pofile(str(folder / "django.po"))
    assert [entry.msgid for entry in source.untranslated_entries() + source.fuzzy_entries()] == []
    assert texts(polib.mofile(str(folder / "django.mo"))) == texts(source)
