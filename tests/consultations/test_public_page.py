"""The page of a consultation as the public reads it (requirements 44–53)."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.utils import timezone

from tests.factories import FundingNoticeFactory, GroupPageFactory, LegalActFactory
from tests.factories.consultations import (
    ConsultationOutcomeFactory,
    ConsultationReportFactory,
    SectionTextFactory,
    VersionFileFactory,
)
from tests.meetings.public import document, html_of, part, text_of

from .states import STATES, a_round

pytestmark = [pytest.mark.django_db, pytest.mark.swapped]

CHANNELS = [
    ("online_form", {"url": "https://example.invalid/formularz", "note": "Bez logowania."}),
    ("email", {"email": "uwagi@example.invalid", "subject": "Uwagi & LPRES?body=x", "note": ""}),
    ("post", {"address": "ul. Prosta 1\n65-000 Zielona Góra", "envelope": "LPRES", "note": ""}),
    ("in_person", {"place": "pokój 12", "hours": "pn.–pt. 8–15", "note": ""}),
    ("orally", {"place": "pokój 14", "hours": "", "note": "Spiszemy protokół."}),
    ("meeting", {"note": "W każdym powiecie."}),
    ("e_delivery", {"address": "/abc123/skrytka", "note": ""}),
]


def test_every_way_of_answering(client, consultation):
    html = part(html_of(client, consultation(rounds=[{}], channels=CHANNELS)), "rkres-channels")
    text = text_of(html)
    subject = "Uwagi%20%26%20LPRES%3Fbody%3Dx"
    assert f'href="mailto:uwagi@example.invalid?subject={subject}"' in html
    assert 'href="https://example.invalid/formularz"' in html
    for said in (
        "Formularz internetowy", "Bez logowania.", "„Uwagi & LPRES?body=x”", "65-000 Zielona Góra",
        "Na kopercie: „LPRES”", "Godziny: pn.–pt. 8–15", "Spiszemy protokół.", "/abc123/skrytka",
        "W każdym powiecie.", "Uwagi można zgłaszać do",
    ):  # fmt: skip
        assert said in text, said


def test_the_summary_answers_five_questions(client, consultation):
    page = consultation(
        rounds=[{}], channels=CHANNELS, lead="O pracy.", authority="Sejmik", next_steps="Potem."
    )
    text = text_of(part(html_of(client, page), "rkres-summary"))
    for said in (
        "Czego dotyczy O pracy.", "Kto decyduje Sejmik", "Jak zgłosić Przez formularz",
        "Do kiedy do", "Co dalej Raport z konsultacji do", "Potem.", "Wypełnij formularz",
    ):  # fmt: skip
        assert said in text, said


def test_two_forms_are_one_way(client, consultation):
    forms = [("online_form", {"url": f"https://{each}.example/", "note": ""}) for each in "ab"]
    page = consultation(rounds=[{}], channels=forms)
    text = text_of(part(html_of(client, page), "rkres-summary"))
    assert text.casefold().count("przez formularz internetowy") == 1


def test_after_the_closing_the_time_is_over(client, consultation):
    page = consultation(rounds=[a_round("2020-10-16", "2020-11-02")], channels=CHANNELS)
    html = html_of(client, page)
    text = text_of(part(html, "rkres-channels"))
    assert "Czas na zgłaszanie uwag minął 2 listopada 2020, 23:59." in text
    assert "<details" in part(html, "rkres-channels")
    assert "Wypełnij formularz" not in text_of(part(html, "rkres-summary"))
    assert "18 dni, licząc pierwszy i ostatni dzień" in text_of(part(html, "rkres-rounds"))


def test_abandoned_while_open_takes_nothing_more(client, consultation):
    page = consultation(rounds=[{}], channels=CHANNELS, outcome="abandoned")
    text = text_of(html_of(client, page))
    assert "Czas minął: uwagi przyjmowano do" in text and "Uwagi można zgłaszać do" not in text


@pytest.mark.parametrize(
    ("flags", "said"),
    [
        ({"only_on_form": True}, "Uwagi przyjmujemy tylko na formularzu."),
        ({"signature_required": True}, "Uwagi muszą być podpisane."),
        ({"receipt_date_counts": False}, "Decyduje data wysłania."),
        ({"receipt_date_counts": True}, "Decyduje data wpływu."),
        ({"anonymous_accepted": True}, "Rozpatrujemy także uwagi anonimowe."),
        ({"anonymous_accepted": False}, "Uwag anonimowych nie rozpatrujemy."),
        ({"other_rules": "<p>Jeden formularz.</p>"}, "Jeden formularz."),
    ],
)
def test_rules_in_sentences(client, consultation, flags, said):
    page = consultation(rounds=[{}], channels=CHANNELS[:1], **flags)
    assert said in text_of(part(html_of(client, page), "rkres-rules"))


def test_nothing_is_said_of_rules_that_nobody_stated(client, consultation):
    """Of a consultation of years ago only what its announcement said is known."""
    page = consultation(rounds=[{}], channels=CHANNELS[:1])
    said = text_of(html_of(client, page))
    assert "anonimow" not in said and "Decyduje data" not in said


def test_contents_versions_and_files(client, consultation, version):
    page = consultation(rounds=[{}])
    first = version(page, number=1, sections=1)
    second = version(page, number=2, changes="Nowe wskaźniki.", is_erratum=True,
                     published_at=timezone.now() - timedelta(days=1))  # fmt: skip
    chapter = SectionTextFactory(version=second, position=0, number="1", title="Cele")
    below = SectionTextFactory(version=second, position=1, level=2, number="1.1", title="Praca")
    VersionFileFactory(version=second, document=document("Projekt"), title="Całość")
    html = part(html_of(client, page), "rkres-document")
    text, base = text_of(html), page.get_url()
    for section in (chapter, below):
        assert f'href="{base}dokument/#{section.identity.anchor}"' in html
    assert "1. Cele" in text and "1.1. Praca" in text
    assert first.texts.get().heading not in text
    assert f'href="{base}dokument/"' in html and f'href="{base}dokument/wersja-1/"' in html
    assert f'href="{base}dokument/porownanie/?od=1&amp;do=2"' in html
    assert html.count("porownanie") == 1
    assert "Całość (PDF, 2,0" in text and "Nowe wskaźniki." in text
    assert "Tekst zmienił się w trakcie konsultacji." in text
    assert "poprawka w trakcie konsultacji" in text
    assert text.index("Wersja 2") < text.index("Wersja 1")


def test_no_text_yet(client, consultation):
    said = "Tutaj pojawi się tekst dokumentu."
    assert said in text_of(html_of(client, consultation(rounds=[{}])))
    assert said not in text_of(html_of(client, consultation(**STATES["unknown"])))


def test_the_report_and_what_became_of_it(client, consultation, committee):
    page = consultation(rounds=[{"overdue": True}])
    ConsultationReportFactory(
        consultation=page,
        counted_from="numbers",
        name="Sprawozdanie",
        published_on=date(2026, 3, 5),
    )
    act = LegalActFactory(body=committee, number="9/99/26")
    ConsultationOutcomeFactory(
        consultation=page, act=act, decided_on=date(2026, 4, 1), note="Z poprawkami."
    )
    html = html_of(client, page)
    text = text_of(part(html, "rkres-result"))
    assert f'href="{page.get_url()}raport/"' in html
    for said in (
        "Sprawozdanie", "opublikowano 5 marca 2026", "Wpłynęło 7 uwag od 2 podmiotów.",
        "Dokument przyjęto 1 kwietnia 2026.", "9/99/26", "Z poprawkami.",
    ):  # fmt: skip
        assert said in text, said


def test_no_remark_is_a_result_too(client, consultation):
    page = consultation(rounds=[{"overdue": True}])
    ConsultationReportFactory(
        consultation=page, counted_from="numbers", remarks_count=0, authors_count=None
    )
    assert "Nie wpłynęła żadna uwaga." in text_of(html_of(client, page))


def test_basis_people_contact_and_funding(client, consultation, committee):
    page = consultation(
        rounds=[{}],
        legal_basis="Art. 6 ust. 1",
        initiating_act=LegalActFactory(body=committee, number="7/77/26"),
        invited="Gminy\n\n Spółdzielnie ",
        notified="Rada",
        copies=[("copy", {"title": "BIP", "url": "https://example.invalid/bip"})],
        contact_person="Anna Łącka",
        contact_phone="68 000 00 00",
        funding=FundingNoticeFactory(),
        forms=[("file", {"document": document("Formularz"), "title": ""})],
        description="<p>Zapraszamy do uwag.</p>",
    )
    if hasattr(page, "tags"):  # a host need not have them
        page.tags.add("Praca")
        page.save()
    html = html_of(client, page)
    text = text_of(html)
    for said in (
        "Art. 6 ust. 1", "7/77/26", "Gminy Spółdzielnie", "Rada", "BIP (inny serwis)",
        "Anna Łącka", "Regionalny Ośrodek Polityki Społecznej", "Formularz (PDF, 2,0",
        "Zapraszamy do uwag.", "Projekt współfinansowany", "Ostatnia zmiana",
    ):  # fmt: skip
        assert said in text, said
    assert ("Tematy: Praca" in text) is hasattr(page, "tags")
    assert 'href="tel:680000000"' in html
    assert html.count("<h1") == 1 and '<link rel="canonical"' in html


def test_the_contact_of_the_committee_where_there_is_none(client, consultation, committee):
    type(committee).objects.filter(pk=committee.pk).update(contact_phone="68 111 11 11")
    assert 'href="tel:681111111"' in html_of(client, consultation(rounds=[{}]))


def test_for_members_only(client, consultation, committee):
    group = GroupPageFactory(parent=committee, title="Laboratorium")
    page = consultation(rounds=[{}], audience=group, body=group)
    html = html_of(client, page)
    assert "Konsultacje dla członków: Laboratorium" in text_of(html)
    assert "Czyje to konsultacje Laboratorium" in text_of(html)


@pytest.mark.parametrize("text", ["<script>alert(1)</script>", '"><img src=x onerror=alert(1)>'])
def test_hostile_texts_are_escaped(client, consultation, committee, index, version, text):
    page = consultation(
        title=f"Tytuł {text}", rounds=[{"title": text}], lead=text, authority=text, invited=text,
        channels=[("email", {"email": "a@example.invalid", "subject": text, "note": text})],
    )  # fmt: skip
    version(page, sections=[{"title": text, "number": text}], changes=text)
    for each in (page, index, committee):
        html = html_of(client, each)
        assert "<script>alert" not in html and "<img src=x" not in html


def test_sitemap_and_front_cache(consultation, version, rf, site):
    page = consultation(rounds=[{}])
    draft = version(page, number=1, draft=True)
    ConsultationReportFactory(consultation=page, draft=True)

    def below() -> list[str]:
        found = page.get_sitemap_urls(rf.get("/"))
        return [each["location"].removeprefix(page.full_url) for each in found]

    assert below() == [""]
    type(draft).objects.update(published_at=timezone.now())
    type(page).objects.get(pk=page.pk)
    assert below() == ["", "dokument/"]
    from rkres_wagtail.consultations.models import ConsultationReport

    ConsultationReport.objects.update(live=True, last_published_at=timezone.now())
    assert below() == ["", "dokument/", "raport/"]
    assert page.get_cached_paths() == [
        "/", "/dokument/", "/dokument/wersja-1/", "/dokument/porownanie/", "/raport/", "/uwagi/",
    ]  # fmt: skip


def test_a_draft_is_previewed_also_before_its_first_save(index, consultation, committee):
    page = consultation(title="Program", rounds=[{}])
    page.title = "Nowy tytuł"
    assert "Nowy tytuł" in page.make_preview_request().content.decode()
    model = type(page)
    fresh = model(title="Jeszcze nie ma", slug="jeszcze", locale=index.locale, body=committee)
    fresh.set_url_path(index)
    fresh.path = model._get_children_path_interval(index.path)[1]
    fresh.depth = index.depth + 1
    assert "Jeszcze nie ma" in fresh.make_preview_request().content.decode()


def test_an_alias_shows_the_consultation_it_mirrors(client, consultation, version, committee):
    page = consultation(title="Program", rounds=[{}], lead="Wspólny cel.")
    version(page, number=1, sections=1)
    alias = page.create_alias(parent=page.get_parent(), update_slug="lustro")
    html = html_of(client, alias)
    assert "Wspólny cel." in html and "zostało 12 dni" in text_of(html)
    assert f'href="{page.full_url}"' in html
