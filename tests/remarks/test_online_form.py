"""The public's form: sending, columns, several remarks, drafts, versions, a second click."""

from __future__ import annotations

import pytest
from django.core.cache import cache
from django.utils import timezone

from rkres_wagtail.consultations.models import Round
from rkres_wagtail.remarks.choices import Channel
from rkres_wagtail.remarks.models import Remark, Submission
from tests.factories import ConsultationPageFactory, DocumentVersionFactory
from tests.factories.remarks import RemarkRulesFactory
from tests.meetings.public import text_of

from .online import CONTENT, address, aged, filled, hidden, opened, receipt, send, the_only

pytestmark = [pytest.mark.django_db, pytest.mark.swapped]


@pytest.fixture(autouse=True)
def rules(consultation):
    cache.clear()  # sendings of other tests
    return RemarkRulesFactory(consultation=consultation, online=True)


@pytest.fixture
def version(consultation):
    return DocumentVersionFactory(consultation=consultation, number=1, sections=3)


def texts(version):
    return list(version.texts.select_related("identity").order_by("position"))


# Sending --------------------------------------------------------------------------------------


def test_a_remark_is_sent_and_its_receipt_shown(client, consultation):
    html = receipt(client, send(client, consultation))
    submission, remark = the_only(), Remark.objects.get()
    assert submission.channel == Channel.ONLINE
    assert submission.organisation == "Stowarzyszenie Przykładowe"
    assert submission.round == consultation.course.rounds[0]
    assert remark.content == CONTENT
    for told in (remark.receipt_number, remark.salt, CONTENT, "Dziękujemy"):
        assert told in html


def test_reading_the_form_changes_nothing(client, consultation):
    client.get(address(consultation))
    assert not Submission.objects.exists()
    assert client.put(address(consultation)).status_code == 405


def test_a_remark_is_bound_to_the_section_and_words_that_were_read(client, consultation, version):
    text = texts(version)[1]
    data = filled(client, consultation, query={"czesc": text.identity.anchor})
    html = client.get(address(consultation), {"czesc": text.identity.anchor}).content.decode()
    assert f'<option value="{text.identity.anchor}" selected>' in html
    assert "Wspieramy przedsiębiorstwa społeczne" in html
    assert text.heading in text_of(html)
    response = send(client, consultation, {**data, "r1-section": text.identity.anchor})
    assert text.heading in receipt(client, response)
    remark = Remark.objects.get()
    assert (remark.section, remark.version) == (text.identity, version)
    assert remark.section_digest == text.digest


def test_a_remark_on_the_whole_names_its_place(client, consultation, version):
    receipt(client, send(client, consultation, **{"r1-place": "rozdział 2, strona 14"}))
    remark = Remark.objects.get()
    assert (remark.section, remark.section_digest) == (None, "")
    assert remark.place == "rozdział 2, strona 14"
    assert remark.version == version


def test_several_remarks_in_one_sending(client, consultation):
    more = {"block": ["1", "4"], "r4-content": "Druga uwaga.", "r4-proposed": "Nowe brzmienie."}
    html = receipt(client, send(client, consultation, **more))
    assert [each.content for each in Remark.objects.order_by("number")] == [CONTENT, "Druga uwaga."]
    assert all(each.receipt_number in html for each in Remark.objects.all())


def test_a_block_that_was_left_empty_is_no_remark(client, consultation):
    receipt(client, send(client, consultation, block=["1", "2"]))
    assert Remark.objects.count() == 1


# Buttons ----------------------------------------------------------------------------------------


def test_one_more_block_and_one_less_keep_what_was_typed(client, consultation):
    data = filled(client, consultation, **{"r1-content": "Pierwsza", "name": "Anna"})
    html = client.post(address(consultation), {**data, "do": "add"}).content.decode()
    assert hidden(html, "block") == ["1", "2"]
    assert "Pierwsza" in html and 'value="Stowarzyszenie Przykładowe"' in html
    assert "rkres-problems" not in html
    data |= {"block": ["1", "2"], "r2-content": "Druga"}
    html = client.post(address(consultation), {**data, "do": "remove-1"}).content.decode()
    assert hidden(html, "block") == ["2"]
    assert "Druga" in html and "Pierwsza" not in html
    assert not Submission.objects.exists()


def test_no_more_blocks_than_the_setting_allows(client, consultation, settings):
    settings.RKRES_WAGTAIL_REMARK_MAX_PER_SENDING = 2
    data = filled(client, consultation, block=["1", "2"], **{"r2-content": "Druga"})
    html = client.post(address(consultation), {**data, "do": "add"}).content.decode()
    assert hidden(html, "block") == ["1", "2"]
    assert "Dodaj kolejną" not in html
    data |= {"block": ["1", "2", "3"], "r3-content": "Trzecia"}
    response = send(client, consultation, data)
    assert response.status_code == 422
    assert "najwyżej 2" in text_of(response.content.decode())
    assert "Trzecia" in response.content.decode()
    assert not Submission.objects.exists()


# Columns ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["place", "quote", "proposed", "justification"])
def test_columns_are_those_of_the_rules(client, consultation, rules, version, name):
    setattr(rules, name, "no")
    rules.save()
    data = filled(client, consultation)
    assert f"r1-{name}" not in client.get(address(consultation)).content.decode()
    receipt(client, send(client, consultation, {**data, f"r1-{name}": "Przemycone"}))
    assert getattr(Remark.objects.get(), name) == ""


@pytest.mark.parametrize("name", ["place", "quote", "proposed", "justification"])
def test_what_the_rules_require_must_be_filled_in(client, consultation, rules, name):
    setattr(rules, name, "required")
    rules.save()
    response = send(client, consultation)
    assert response.status_code == 422
    html = response.content.decode()
    assert f'href="#id_r1-{name}"' in html
    assert f'id="id_r1-{name}_error"' in html
    receipt(client, send(client, consultation, **{f"r1-{name}": "Jest."}))


def test_a_section_is_place_enough(client, consultation, rules, version):
    rules.place = "required"
    rules.save()
    assert send(client, consultation).status_code == 422
    anchor = texts(version)[0].identity.anchor
    receipt(client, send(client, consultation, **{"r1-section": anchor}))


# Authors ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("fields", "wrong"),
    [
        ({"author_kind": ""}, "author_kind_0"),
        ({"author_kind": "internal"}, "author_kind_0"),
        ({"author_kind": "government", "organisation": ""}, "organisation"),
        ({"email": "biuro(at)example.org"}, "email"),
        ({"email": "", "wants_result": "on"}, "email"),
        ({"organisation": "x" * 256}, "organisation"),
    ],
)
def test_what_is_wrong_is_said_at_the_field_and_on_top(client, consultation, fields, wrong):
    response = send(client, consultation, **fields)
    assert response.status_code == 422
    html = response.content.decode()
    assert f'href="#id_{wrong}"' in html and f'id="id_{wrong}"' in html
    assert CONTENT in html, "the draft is kept"
    assert not Submission.objects.exists()


def test_a_person_needs_no_name_unless_the_rules_say_so(client, consultation):
    person = {"author_kind": "person", "organisation": "", "email": ""}
    receipt(client, send(client, consultation, **person))
    consultation.anonymous_accepted = False
    consultation.save()
    response = send(client, consultation, **person)
    assert response.status_code == 422
    assert 'href="#id_name"' in response.content.decode()


def test_consent_is_a_persons_and_an_entity_is_an_entitys(client, consultation):
    receipt(client, send(client, consultation, is_name_public="on", name="Jan Nowak-Testowy"))
    person = {"author_kind": "person", "name": "Anna Testowa", "is_name_public": "on"}
    receipt(client, send(client, consultation, **person))
    entity, private = Submission.objects.order_by("pk")
    assert (entity.is_name_public, entity.name) == (False, "Jan Nowak-Testowy")
    assert (private.is_name_public, private.organisation) == (True, "")


def test_an_address_is_needed_only_to_confirm(client, consultation, rules):
    receipt(client, send(client, consultation, email=""))
    rules.must_confirm = True
    rules.save()
    assert send(client, consultation, email="").status_code == 422


def test_the_privacy_clause_stands_where_data_are_given(client, consultation, rules):
    html = client.get(address(consultation)).content.decode()
    assert "Administratorem danych jest Ośrodek." in html
    assert html.index("Administratorem") < html.rindex('value="send"')


# Versions --------------------------------------------------------------------------------------


def test_a_version_superseded_while_the_form_is_half_filled(client, consultation, version):
    text = texts(version)[0]
    data = filled(client, consultation, **{"r1-section": text.identity.anchor})
    newer = DocumentVersionFactory(consultation=consultation, number=2, sections=1)
    response = send(client, consultation, data)
    assert response.status_code == 409
    html = response.content.decode()
    assert CONTENT in html and "nowszą wersję" in html
    assert "dokument/porownanie/?od=1&amp;do=2" in html
    assert not Submission.objects.exists()
    assert hidden(html, "version") == [str(version.pk)]
    again = {**data, "latest": hidden(html, "latest")[0]}
    assert again["latest"] == str(newer.pk)
    receipt(client, send(client, consultation, again))
    remark = Remark.objects.get()
    assert (remark.version, remark.section, remark.section_digest) == (
        version, text.identity, text.digest,
    )  # fmt: skip


def test_the_reader_of_an_older_version_answers_that_one(client, consultation, version):
    DocumentVersionFactory(consultation=consultation, number=2, sections=1)
    data = filled(client, consultation, query={"wersja": "1"})
    receipt(client, send(client, consultation, data))
    assert Remark.objects.get().version == version


@pytest.mark.parametrize("number", ["9", "x", "-1", "9" * 30, "²"])
def test_a_version_that_is_none_is_the_latest(client, consultation, version, number):
    assert opened(client, consultation, wersja=number)["version"] == str(version.pk)


# A second click --------------------------------------------------------------------------------


def test_the_same_form_twice_makes_one_sending_and_leads_to_one_receipt(client, consultation):
    data = filled(client, consultation)
    first, second = (send(client, consultation, data) for _number in range(2))
    assert first["Location"] == second["Location"]
    assert Remark.objects.count() == 1


def test_a_second_click_after_the_closing_finds_its_receipt(client, consultation):
    data = filled(client, consultation)
    first = send(client, consultation, data)
    Round.objects.update(ends_at=timezone.now())
    assert send(client, consultation, data)["Location"] == first["Location"]


def test_other_words_in_a_form_that_was_sent_are_not_lost(client, consultation):
    data = filled(client, consultation)
    first = send(client, consultation, data)
    changed = {**data, "r1-content": "Zupełnie inna uwaga."}
    response = send(client, consultation, changed)
    assert response.status_code == 409
    html = response.content.decode()
    assert "Zupełnie inna uwaga." in html
    assert first["Location"].split("?")[0] in html
    assert Remark.objects.count() == 1
    receipt(client, send(client, consultation, {**changed, "stamp": aged(html, consultation)}))
    assert Remark.objects.count() == 2


def test_a_key_of_another_consultation_opens_nothing(client, consultation, consultations):
    other = ConsultationPageFactory(parent=consultations, rounds=[{}])
    RemarkRulesFactory(consultation=other, online=True)
    data = filled(client, consultation)
    send(client, consultation, data)
    response = send(client, other, data)
    assert response.status_code == 422
    assert "/uwagi/moje/" not in response.content.decode()
    assert Submission.objects.count() == 1
