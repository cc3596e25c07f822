"""The document in the admin: who may do what, and what an editor is told."""

from __future__ import annotations

import json
import re
from datetime import timedelta

import pytest
import swapper
from django.contrib.auth import get_permission_codename
from django.contrib.auth.models import Group, Permission
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.images.tests.utils import get_test_image_file
from wagtail.models import GroupPagePermission

from rkres_wagtail.consultations.document import rules, services
from rkres_wagtail.consultations.document.states import state_of
from rkres_wagtail.consultations.document.words import lines_of
from rkres_wagtail.consultations.models import (
    DocumentVersion,
    SectionIdentity,
    SectionText,
    VersionFile,
)
from rkres_wagtail.editorial.roles import create_roles
from tests.factories import CommitteePageFactory, RoundFactory
from tests.support.users import create_user

pytestmark = [pytest.mark.django_db, pytest.mark.swapped]

NO_BREAK = "\xa0"
SHOWN = (
    "rkres_document_version",
    "rkres_document_copy",
    "rkres_document_settings",
    "rkres_document_publish",
    "rkres_document_delete",
    "rkres_document_renumber",
    "rkres_document_section_add",
    "rkres_document_file_add",
)
OF_SECTION = (
    "rkres_document_section",
    "rkres_document_section_split",
    "rkres_document_section_merge",
    "rkres_document_section_remove",
)
OF_FILE = ("rkres_document_file", "rkres_document_file_remove")
POSTED = {
    "rkres_document_section_move": {"direction": "down"},
    "rkres_document_file_move": {"direction": "up"},
}


@pytest.fixture
def editor(committee, client):
    """The secretariat of the committee, signed in."""
    user = create_user("sekretarz")
    user.groups.add(create_roles(committee)["secretariat"])
    client.force_login(user)
    return user


@pytest.fixture
def draft(consultation, version):
    found = version(consultation(), number=1, draft=True, sections=3)
    text_of(texts(found)[0], "<p>raz</p><p>dwa</p>")
    services.add_file(version=found, document=a_file(), user=None)
    found.refresh_from_db()
    return found


@pytest.fixture
def published(draft):
    DocumentVersion.objects.filter(pk=draft.pk).update(
        published_at=timezone.now() - timedelta(days=10)
    )
    draft.refresh_from_db()
    return draft


@pytest.fixture
def frozen(published):
    RoundFactory(consultation=published.consultation)
    return published


def a_file(title: str = "Projekt"):
    file = ContentFile(b"tekst", name="projekt.txt")
    return get_document_model().objects.create(title=title, file=file)


def texts(version) -> list:
    return list(version.texts.order_by("position"))


def text_of(section, html: str):
    return services.change_section(section=section, content=[("text", html)], user=None)


def address(name: str, version, row=None) -> str:
    return reverse(name, args=[version.pk, *([row.pk] if row else [])])


def addresses(version) -> list[str]:
    found = [address(name, version) for name in SHOWN]
    found += [address(name, version, texts(version)[1]) for name in OF_SECTION]
    found += [address(name, version, version.files.first()) for name in OF_FILE]
    return [*found, reverse("rkres_document_new", args=[version.consultation_id])]


def posts(version) -> dict[str, dict]:
    """Every address that changes something, with a form that would do it."""
    section, file, edits = texts(version)[1], version.files.first(), version.edits
    return {
        reverse("rkres_document_new", args=[version.consultation_id]): {
            "kind": "draft", "number": 2,
        },
        address("rkres_document_copy", version): {"kind": "draft", "number": 2},
        address("rkres_document_settings", version): {"kind": "adopted", "edits": edits},
        address("rkres_document_publish", version): {"edits": edits, "changes": "X"},
        address("rkres_document_delete", version): {"edits": edits},
        address("rkres_document_renumber", version): {"edits": edits},
        address("rkres_document_section_add", version): {**section_form(title="Nowa"), "level": 1},
        address("rkres_document_section", version, section): section_form(
            title="Inny", state=state_of(section)
        ),
        address("rkres_document_section_move", version, section): {
            "edits": edits, "direction": "down",
        },
        address("rkres_document_section_split", version, texts(version)[0]): {
            "edits": edits, "at": "0.1", "title": "Nowa",
        },
        address("rkres_document_section_restore", version): {"edits": edits, "text": 1},
        address("rkres_document_section_merge", version, section): {"edits": edits},
        address("rkres_document_section_remove", version, section): {"edits": edits},
        address("rkres_document_file_add", version): {
            "edits": edits, "document": file.document_id, "access": "accessible",
        },
        address("rkres_document_file", version, file): {
            "edits": edits, "document": file.document_id, "access": "not_accessible",
        },
        address("rkres_document_file_move", version, file): {"edits": edits, "direction": "up"},
        address("rkres_document_file_remove", version, file): {"edits": edits},
    }  # fmt: skip


def section_form(*, title: str, number: str = "", blocks=(), **more) -> dict:
    """What the browser sends of a section; blocks are pairs as in a StreamField."""
    data = {"title": title, "number": number, "content-count": str(len(blocks)), **more}
    for place, (kind, value) in enumerate(blocks):
        prefix = f"content-{place}"
        data |= {f"{prefix}-type": kind, f"{prefix}-order": str(place), f"{prefix}-deleted": ""}
        data |= {f"{prefix}-id": "", f"{prefix}-value": value}
    return data


def rich(*paragraphs: str) -> str:
    """What the editor of rich text sends."""
    blocks = [
        {"key": f"k{number}", "text": text, "type": "unstyled", "depth": 0,
         "inlineStyleRanges": [], "entityRanges": []}
        for number, text in enumerate(paragraphs)
    ]  # fmt: skip
    return json.dumps({"blocks": blocks, "entityMap": {}})


def facts() -> tuple:
    return tuple(
        list(model.objects.order_by("pk").values())
        for model in (DocumentVersion, SectionText, SectionIdentity, VersionFile)
    )


def words(response) -> str:
    return re.sub(r"\s+", " ", response.content.decode().replace(NO_BREAK, " "))


# Who may ------------------------------------------------------------------------------------------


def test_every_screen_opens_and_changes_nothing(editor, client, draft):
    before = facts()
    for url in addresses(draft):
        response = client.get(url)
        assert response.status_code == 200, url
        assert words(response).count("<h1") == 1, url
    assert facts() == before


def test_buttons_of_a_list_answer_a_post_only(editor, client, draft):
    for name, row in (
        ("rkres_document_section_move", texts(draft)[0]),
        ("rkres_document_file_move", draft.files.get()),
    ):
        assert client.get(address(name, draft, row)).status_code == 405


def test_the_office_of_another_committee_is_refused(client, draft, site_root):
    stranger = create_user("obcy")
    other = CommitteePageFactory(title="Inny komitet", slug="inny")
    stranger.groups.add(create_roles(other)["secretariat"])
    client.force_login(stranger)
    before = facts()
    for url in addresses(draft):
        assert client.get(url).status_code == 302, url
    for url, data in posts(draft).items():
        assert client.post(url, data).status_code == 302, url
    assert facts() == before


def test_nobody_is_sent_to_sign_in(client, draft):
    for url in addresses(draft):
        assert "login" in client.get(url).url


@pytest.fixture
def writer(committee, client):
    """Somebody who may edit the committee's pages, not publish them."""
    base_page = swapper.load_model("wagtailcore", "Page")
    group = Group.objects.create(name="Piszący")
    group.permissions.add(Permission.objects.get(codename="access_admin"))
    GroupPagePermission.objects.create(
        group=group,
        page_id=committee.pk,
        permission=Permission.objects.get(
            codename=get_permission_codename("change", base_page._meta),
            content_type__app_label=base_page._meta.app_label,
        ),
    )
    user = create_user("piszacy")
    user.groups.add(group)
    client.force_login(user)
    return user


def test_who_only_edits_pages_writes_drafts_and_publishes_nothing(writer, client, draft):
    assert client.get(address("rkres_document_section", draft, texts(draft)[0])).status_code == 200
    for name in ("rkres_document_publish", "rkres_document_delete"):
        assert client.get(address(name, draft)).status_code == 302
    response = client.get(address("rkres_document_version", draft))
    assert "Opublikuj…" not in words(response)
    section = texts(draft)[1]
    data = section_form(title="Inny tytuł", state=state_of(section))
    client.post(address("rkres_document_section", draft, section), data)
    section.refresh_from_db()
    assert section.title == "Inny tytuł"


def test_a_published_text_is_changed_by_who_publishes(writer, client, published):
    section = texts(published)[1]
    before = facts()
    response = client.get(address("rkres_document_section", published, section))
    assert "może publikować stronę" in words(response)
    for url, data in posts(published).items():
        if "copy" in url or "new" in url:
            continue
        assert client.post(url, data).status_code == 302, url
    assert facts() == before


# Frozen -------------------------------------------------------------------------------------------


def test_a_frozen_text_is_read_only_with_the_reason(editor, client, frozen):
    response = client.get(address("rkres_document_version", frozen))
    page = words(response)
    assert "Ten tekst jest zamrożony." in page
    assert "Konsultacje trwają do" in page
    assert page.count("Utwórz wersję 2 z tego tekstu") == 1
    assert "Edytuj" not in page and "Usuń" not in page
    section = client.get(address("rkres_document_section", frozen, texts(frozen)[0]))
    assert "<p" in words(section) and "dwa" in words(section)
    assert "<textarea" not in words(section)


def test_no_post_changes_a_frozen_text(editor, client, frozen):
    kept = [address("rkres_document_copy", frozen)]
    kept.append(reverse("rkres_document_new", args=[frozen.consultation_id]))
    before = facts()
    for url, data in posts(frozen).items():
        if url not in kept:
            client.post(url, data)
            assert facts() == before, url


def test_what_was_typed_when_the_round_opened_is_not_lost(editor, client, frozen):
    section = texts(frozen)[0]
    data = section_form(title="Wpisane przed chwilą", blocks=[("text", rich("Dlugi akapit"))])
    response = client.post(address("rkres_document_section", frozen, section), data)
    page = words(response)
    assert "Konsultacje trwają do" in page
    assert "Wpisane przed chwilą" in page and "Dlugi akapit" in page


def test_a_version_is_made_of_a_frozen_text(editor, client, frozen):
    url = address("rkres_document_copy", frozen)
    assert "Utwórz wersję 2 z tego tekstu" in words(client.get(url))
    response = client.post(url, {"kind": "draft", "number": 2}, follow=True)
    assert "Utworzono wersję 2" in words(response)
    made = DocumentVersion.objects.get(number=2)
    assert made.based_on == frozen
    assert [row.identity for row in texts(made)] == [row.identity for row in texts(frozen)]
    again = client.post(url, {"kind": "draft", "number": 2})
    assert "Wersję 2 utworzono w międzyczasie" in words(again)
    assert DocumentVersion.objects.count() == 2


# Sections -----------------------------------------------------------------------------------------


def test_a_section_is_written_with_a_table_and_an_image(editor, client, draft):
    image = get_image_model().objects.create(title="Wykres", file=get_test_image_file())
    table = {
        "data": [["Rok", "Cel"], ["2027", "12"]],
        "table_header_choice": "row",
        "table_caption": "Wskaźniki",
    }
    data = section_form(
        title="Wskaźniki programu",
        number="2.1",
        blocks=[("text", rich("Mierzymy co rok.")), ("table", json.dumps(table))],
    )
    data |= {
        "content-count": "3",
        "content-2-type": "image",
        "content-2-order": "2",
        "content-2-deleted": "",
        "content-2-id": "",
        "content-2-value-image": str(image.pk),
        "content-2-value-alt_text": "Wzrost z 5 do 12.",
        "content-2-value-caption": "Wykres 1",
    }
    url = f"{address('rkres_document_section_add', draft)}?after={texts(draft)[0].pk}"
    response = client.post(url, {**data, "level": 2})
    section = texts(draft)[1]
    assert response.url.endswith(f"#{section.identity.anchor}")
    assert (section.heading, section.level) == ("2.1. Wskaźniki programu", 2)
    assert lines_of(section.content) == [
        "Mierzymy co rok.", "Wskaźniki", "Rok | Cel", "2027 | 12", "Wykres 1", "Wzrost z 5 do 12.",
    ]  # fmt: skip


def test_save_and_next(editor, client, draft):
    first, second, third = texts(draft)
    url = address("rkres_document_section", draft, first)
    response = client.post(url, {**section_form(title="A", state=state_of(first)), "next": "1"})
    assert response.url == address("rkres_document_section", draft, second)
    last = address("rkres_document_section", draft, third)
    assert "Zapisz i następna" not in words(client.get(last))


def test_errors_are_summarised_and_nothing_typed_is_lost(editor, client, draft):
    section = texts(draft)[0]
    data = section_form(title="", number="7", blocks=[("text", rich("Nie zgub mnie"))])
    data |= {
        "content-count": "2", "content-1-type": "note", "content-1-order": "1",
        "content-1-deleted": "", "content-1-id": "", "content-1-value-number": "",
        "content-1-value-text": rich("Przypis"),
    }  # fmt: skip
    before = facts()
    response = client.post(address("rkres_document_section", draft, section), data)
    page = words(response)
    assert facts() == before
    assert "Nie zapisano. Popraw to, co zaznaczono poniżej." in page
    assert "Nie zgub mnie" in page and "Przypis" in page and 'value="7"' in page


@pytest.mark.parametrize(
    "value", ["", "{", "null", "[1]", '{"data": 5}', '{"data": [[{"x": 1}]]}', '"x"', "7"]
)
def test_a_table_that_is_none_is_refused(editor, client, draft, value):
    section = texts(draft)[0]
    data = section_form(title="Tabela", blocks=[("table", value)], state=state_of(section))
    response = client.post(address("rkres_document_section", draft, section), data)
    assert response.status_code in (200, 302)
    section.refresh_from_db()
    assert lines_of(section.content) in (["raz", "dwa"], [])
    assert client.get(address("rkres_document_version", draft)).status_code == 200


def test_the_second_of_two_editors_keeps_what_was_typed(editor, client, draft):
    section = texts(draft)[0]
    url = address("rkres_document_section", draft, section)
    state = client.get(url).context["form"].initial["state"]
    services.change_section(section=section, title="Tytuł koleżanki", user=None)
    data = section_form(title="Mój tytuł", blocks=[("text", rich("Nowy akapit"))], state=state)
    response = client.post(url, data)
    page = words(response)
    assert "ktoś w międzyczasie zmienił tę część" in page
    assert "Mój tytuł" in page and "Nowy akapit" in page
    section.refresh_from_db()
    assert section.title == "Tytuł koleżanki"
    # Knowing it, the editor may save.
    again = client.post(url, {**data, "state": response.context["form"].data["state"]})
    assert again.status_code == 302
    section.refresh_from_db()
    assert section.title == "Mój tytuł"


def test_a_section_that_was_removed_meanwhile_gives_the_text_back(editor, client, draft):
    section = texts(draft)[1]
    url = address("rkres_document_section", draft, section)
    services.remove_section(section=texts(draft)[1], user=None)
    data = section_form(title="Mój tytuł", blocks=[("text", rich("Nowy akapit"))])
    response = client.post(url, data)
    assert "podczas pisania ktoś usunął tę część" in words(response)
    assert "Nowy akapit" in words(response)
    assert client.get(url).url == address("rkres_document_version", draft)
    assert draft.texts.count() == 2


def test_a_button_of_an_old_outline_does_nothing(editor, client, draft):
    first, second, _third = texts(draft)
    url = address("rkres_document_section_move", draft, second)
    data = {"direction": "up", "edits": draft.edits}
    client.post(url, data)
    assert texts(draft)[0].pk == second.pk
    response = client.post(url, {"direction": "down", "edits": draft.edits}, follow=True)
    assert "ktoś w międzyczasie zmienił tę wersję" in words(response)
    assert texts(draft)[0].pk == second.pk
    before = facts()
    for wrong in ({"direction": "sideways", "edits": 1}, {"direction": "up", "edits": "x"}, {}):
        assert client.post(url, wrong).status_code == 302
    assert facts() == before


def test_split_and_merge_by_hand(editor, client, draft):
    first = texts(draft)[0]
    split = address("rkres_document_section_split", draft, first)
    page = client.get(split)
    assert [value for value, _label in page.context["form"].fields["at"].choices] == ["0.1"]
    edits = page.context["form"].initial["edits"]
    refused = client.post(split, {"edits": edits, "title": "Nowa"})
    assert "Wybierz, gdzie zaczyna się nowa część" in words(refused)
    client.post(split, {"edits": edits, "title": "Nowa", "number": "1a", "at": "0.1"})
    second = texts(draft)[1]
    assert second.heading == "1a. Nowa" and lines_of(second.content) == ["dwa"]
    draft.refresh_from_db()
    merge = address("rkres_document_section_merge", draft, second)
    assert first.heading in words(client.get(merge))
    client.post(merge, {"edits": draft.edits})
    first.refresh_from_db()
    assert lines_of(first.content) == ["raz", "1a. Nowa", "dwa"]


def test_a_merged_section_comes_back_on_splitting(editor, client, published):
    draft = services.create_version(
        consultation=published.consultation, based_on=published, user=None
    )
    first, second = texts(draft)[:2]
    services.merge_section(section=second, user=None)
    page = client.get(address("rkres_document_version", draft)).context["outline"]
    assert page.merged == [second.heading] and not page.removed
    split = address("rkres_document_section_split", draft, first)
    form = client.get(split).context["form"]
    place, edits = form.fields["at"].choices[-1][0], form.initial["edits"]
    key, label = form.fields["again"].choices[1]
    assert second.heading in label
    sent = {"edits": edits, "title": "Cele", "at": place, "again": key}
    refused = client.post(split, {**sent, "again": texts(draft)[1].identity_id})
    assert refused.status_code == 200 and len(texts(draft)) == 2
    assert client.post(split, sent).status_code == 302
    assert texts(draft)[1].identity == second.identity
    other = SectionIdentity.objects.create(consultation=draft.consultation)
    with pytest.raises(ValidationError):
        services.split_section(
            section=texts(draft)[0], at_block=0, at_element=1, title="B", identity=other, user=None
        )


def test_a_removed_section_comes_back_to_its_place(editor, client, published):
    draft = services.create_version(
        consultation=published.consultation, based_on=published, user=None
    )
    before = [(row.identity_id, row.level, row.heading, row.digest) for row in texts(draft)]
    services.remove_section(section=texts(draft)[1], user=None)
    draft.refresh_from_db()
    page = client.get(address("rkres_document_version", draft))
    (text,) = page.context["outline"].removed
    assert "Przywróć usuniętą część" in words(page)
    restore = address("rkres_document_section_restore", draft)
    for wrong in ("", "x", texts(published)[0].pk):
        client.post(restore, {"edits": draft.edits, "text": wrong})
        assert len(texts(draft)) == 2
    client.post(restore, {"edits": draft.edits, "text": text.pk})
    found = [(row.identity_id, row.level, row.heading, row.digest) for row in texts(draft)]
    assert found == before
    client.post(restore, {"edits": draft.edits + 1, "text": text.pk})
    assert len(texts(draft)) == 3


def test_removing_tells_what_stays(editor, client, draft):
    first = texts(draft)[0]
    for title in ("A", "B"):
        services.add_section(version=draft, title=title, level=2, after=first, user=None)
    response = client.get(address("rkres_document_section_remove", draft, first))
    assert "2 części podrzędne zostają i przechodzą poziom wyżej" in words(response)


# Versions -----------------------------------------------------------------------------------------


def test_publishing_tells_what_it_does(editor, client, published):
    second = services.create_version(
        consultation=published.consultation, based_on=published, user=None
    )
    RoundFactory(consultation=published.consultation)
    url = address("rkres_document_publish", second)
    page = words(client.get(url))
    assert "oznaczony jako poprawka w trakcie konsultacji" in page
    assert "Rozważ nową turę" in page
    response = client.post(url, {"edits": second.edits, "changes": ""})
    assert response.status_code == 200
    response = client.post(url, {"edits": second.edits, "changes": "Literówka."}, follow=True)
    assert "Opublikowano wersję 2" in words(response)
    assert "Dodaj turę" in words(response)
    second.refresh_from_db()
    assert second.is_erratum and second.published_by == editor


def test_publishing_an_empty_version_is_refused(editor, client, consultation, version):
    empty = version(consultation(), number=1, draft=True)
    response = client.post(address("rkres_document_publish", empty), {"edits": 0})
    assert "Nie ma jeszcze czego czytać" in words(response)


def test_the_outline_says_what_differs(editor, client, published):
    second = services.create_version(
        consultation=published.consultation, based_on=published, user=None
    )
    first, _same, gone = texts(second)
    services.change_section(section=first, title="Po zmianie", user=None)
    services.remove_section(section=gone, user=None)
    services.add_section(version=second, title="Całkiem nowa", user=None)
    page = words(client.get(address("rkres_document_version", second)))
    for said in ("zmieniona", "bez zmian", "nowa", "Części wersji 1, których tu nie ma"):
        assert said in page
    assert gone.heading in page


def test_what_people_wrote_is_counted(editor, client, draft, monkeypatch):
    identity = texts(draft)[0].identity_id
    monkeypatch.setattr(rules, "_counters", [])
    rules.register_remark_counts(lambda identities: {identity: 17})
    page = words(client.get(address("rkres_document_version", draft)))
    assert "na tej części jest 17 uwag" in page


def test_the_editor_of_the_page_leads_there(editor, client, draft):
    url = reverse("wagtailadmin_pages:edit", args=[draft.consultation_id])
    page = words(client.get(url))
    assert address("rkres_document_version", draft) in page
    assert reverse("rkres_document_new", args=[draft.consultation_id]) in page
    assert "Utwórz wersję 2 z tego tekstu" in page


def test_deleting_the_page_or_its_parent_is_refused(editor, client, frozen):
    for page in (frozen.consultation, frozen.consultation.get_parent()):
        client.post(reverse("wagtailadmin_pages:delete", args=[page.pk]))
        assert type(page).objects.filter(pk=page.pk).exists()
    client.post(address("rkres_document_delete", frozen), {"edits": frozen.edits})
    assert DocumentVersion.objects.filter(pk=frozen.pk).exists()


def test_queries_do_not_grow(editor, client, consultation, version):
    image = get_image_model().objects.create(title="Wykres", file=get_test_image_file())
    figure = {"image": image, "alt_text": "Wykres", "caption": "Wykres 1"}
    counts = []
    for number in (5, 60):
        first = version(consultation(), number=1, sections=number)
        for section in texts(first):
            services.change_section(section=section, content=[("image", figure)], user=None)
        second = services.create_version(consultation=first.consultation, based_on=first, user=None)
        services.change_section(section=texts(second)[0], title="Inny", user=None)
        url = address("rkres_document_version", second)
        client.get(url)
        with CaptureQueriesContext(connection) as captured:
            client.get(url)
        counts.append(len(captured))
    assert counts[0] == counts[1]
