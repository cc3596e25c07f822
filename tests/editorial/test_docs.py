"""The documentation of the office and of the settings says what is there."""

from __future__ import annotations

import re
from pathlib import Path

import polib
import pytest

import rkres_wagtail
from rkres_wagtail import checks, conf, template_checks, value_checks
from rkres_wagtail.api.v3 import wiring as api_v3
from rkres_wagtail.minutes import checks as minutes_checks
from rkres_wagtail.outbox import checks as outbox_checks

PACKAGE = Path(rkres_wagtail.__file__).parent
DOCS = PACKAGE.parent / "docs"
#: Emphasis, and labels that are Wagtail's or modeladmin's.
NOT_OURS = {"szkic", "nie mają", "usuń", "pobierz xlsx", "treść", "promocja seo"}
#: Names of listings as they stand inflected in a sentence.
INFLECTED = {
    "osobach": "osoby",
    "danych kontaktowych": "dane kontaktowe",
    "utwórz wersję 2 z tego tekstu": "utwórz wersję %(number)d z tego tekstu",
}


def read(path: str) -> str:
    return (DOCS / path).read_text(encoding="utf-8")


@pytest.mark.parametrize("name", conf.DEFAULTS)
def test_every_setting_is_described_with_its_default(name):
    row = re.search(
        rf"^\| `RKRES_WAGTAIL_{name}` \| `(.+?)` \|", read("reference/settings.md"), re.M
    )
    assert row, name
    assert row[1] == (
        f'"{conf.DEFAULTS[name]}"'
        if isinstance(conf.DEFAULTS[name], str)
        else str(conf.DEFAULTS[name])
    )


def test_every_check_is_described():
    modules = (checks, template_checks, value_checks, outbox_checks, minutes_checks, api_v3)
    source = "".join(Path(each.__file__).read_text(encoding="utf-8") for each in modules)
    given = set(re.findall(r'_id\("([EIW]\d{3})"\)', source))
    described = set(re.findall(r"`rkres_wagtail\.([EIW]\d{3})`", read("reference/checks.md")))
    assert given == described


def test_the_guide_names_buttons_as_they_are_named():
    catalogue = polib.pofile(str(PACKAGE / "locale/pl/LC_MESSAGES/django.po"))
    labels = {
        " ".join(text.casefold().split())
        for entry in catalogue
        for text in (entry.msgstr, *entry.msgstr_plural.values())
    }
    unknown = set()
    for bold in re.findall(r"\*\*([^*]+)\*\*", read("pl/przewodnik-redaktora.md")):
        for label in " ".join(bold.split()).casefold().split(" › "):
            if INFLECTED.get(label, label) not in labels | NOT_OURS:
                unknown.add(label)
    assert not unknown


@pytest.mark.parametrize(
    "path",
    [
        "reference/settings.md",
        "reference/checks.md",
        "reference/roles.md",
        "reference/mail.md",
        "how-to/send-mail.md",
    ],
)
def test_links_lead_somewhere(path):
    for target in re.findall(r"\]\((?!https?:)([^)#]+)", read(path)):
        assert ((DOCS / path).parent / target).exists(), target
