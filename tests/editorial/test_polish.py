"""No English on Polish admin screens, as far as the messages are ours."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from pathlib import Path

import polib
import pytest
from django.apps import apps
from django.urls import reverse

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


def words_of(domain_folder: Path) -> dict[str, str]:
    """What a compiled Polish catalogue answers to each message without a context or plural."""
    path = domain_folder / "locale/pl/LC_MESSAGES/django.mo"
    if not path.exists():
        return {}
    return {e.msgid: e.msgstr for e in polib.mofile(str(path)) if e.msgstr and not e.msgctxt}


def test_our_catalogue_changes_no_word_of_wagtails():
    """All catalogues are one at run time: our message without a context answers for theirs, too."""
    ours = words_of(Path(rkres_wagtail.__file__).parent)
    changed = [
        f"{app.name}: {msgid!r} is {theirs!r}, ours {ours[msgid]!r}"
        for app in apps.get_app_configs()
        if app.name.split(".")[0] in ("django", "wagtail", "wagtail_modeladmin", "taggit")
        for msgid, theirs in words_of(Path(app.path)).items()
        if ours.get(msgid, theirs) != theirs
    ]
    assert not changed


CHOSEN = {
    "person": "Wybierz osobę",
    "organisation": "Wybierz podmiot",
    "sector": "Wybierz kategorię",
    "term": "Wybierz kadencję",
    "legalact": "Wybierz akt",
    "fundingnotice": "Wybierz informację o finansowaniu",
}


@pytest.mark.parametrize(("model", "words"), CHOSEN.items(), ids=CHOSEN)
def test_choosers_inflect_what_is_chosen(admin_client, model, words):
    viewset = apps.get_model("rkres_wagtail", model).snippet_viewset.chooser_viewset
    modal = admin_client.get(reverse(viewset.get_url_name("choose"))).json()["html"]
    assert words in " ".join(modal.split())
    assert words in viewset.widget_class().render(model, None, attrs={"id": model})
