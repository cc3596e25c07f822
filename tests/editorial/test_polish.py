"""No English on Polish admin screens, as far as the messages are ours."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from pathlib import Path

import polib
import pytest

import rkres_wagtail
from tests.editorial.test_roles import table

pytestmark = pytest.mark.django_db

CATALOGUE = Path(rkres_wagtail.__file__).parent / "locale/pl/LC_MESSAGES/django.po"
_PLACEHOLDER = re.compile(r"%(?:\\)?\(\w+(?:\\)?\)([sd])")
#: Words that Wagtail has not translated, and that are in our catalogue, too.
WAGTAILS_OWN = {"%(count)d item", "%(count)d items", "Search"}


class Texts(HTMLParser):
    """Texts and attributes that a person reads."""

    READ = {"placeholder", "title", "aria-label", "alt"}

    def __init__(self):
        super().__init__()
        self.found: list[str] = []
        self.skipping = 0

    def handle_starttag(self, tag, attrs):
        self.skipping += tag in ("script", "style")
        self.found += [value for name, value in attrs if name in self.READ and value]

    def handle_endtag(self, tag):
        self.skipping -= tag in ("script", "style")

    def handle_data(self, data):
        if not self.skipping and data.strip():
            self.found.append(" ".join(data.split()))


def texts_of(content: str) -> set[str]:
    parser = Texts()
    parser.feed(content)
    return set(parser.found)


@pytest.fixture(scope="module")
def english():
    """Patterns of the messages that read differently in Polish: the whole of a text."""
    found = {}
    for entry in polib.pofile(str(CATALOGUE)):
        translations = [entry.msgstr, *entry.msgstr_plural.values()]
        if not any(translations) or entry.msgid in translations:
            continue
        for message in filter(None, (entry.msgid, entry.msgid_plural)):
            literal = _PLACEHOLDER.sub("", message)
            if message in WAGTAILS_OWN or not re.search(r"[A-Za-z]{2}", literal):
                continue
            pattern = _PLACEHOLDER.sub(
                lambda found: r"\d+" if found[1] == "d" else ".+?",
                re.escape(" ".join(message.split())),
            )
            # A short word may be part of a Polish text, a sentence may not.
            whole = len(literal.split()) < 4
            ends = ("^", r"$") if whole else ("", "")
            found[message] = re.compile(f"{ends[0]}{pattern}{ends[1]}", re.IGNORECASE)
    return found


def english_texts(texts, english) -> list[str]:
    return [
        f"{message!r} in {text[:80]!r}"
        for text in texts
        for message, pattern in english.items()
        if pattern.search(text)
    ]


def test_the_check_would_find_something(english):
    assert english_texts({"Open the register of this body"}, english)
    assert not english_texts({"Otwórz rejestr tego organu"}, english)


def test_no_english_on_our_admin_screens(admin_client, office, english):
    problems = []
    for url in table(office):
        response = admin_client.get(url, follow=True)
        kind = response.get("Content-Type", "")
        if "json" in kind:
            content = response.json().get("html", "")
        elif "html" in kind:
            content = response.content.decode()
        else:
            continue
        problems += [f"{url}: {text}" for text in english_texts(texts_of(content), english)]
    assert not problems, "\n".join(problems)
