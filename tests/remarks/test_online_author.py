"""Behind the secret link: receipt, mail, what became of a remark, correcting, confirming."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.core import mail
from django.core.cache import cache
from django.utils import timezone
from freezegun import freeze_time
from wagtail.log_actions import registry

from rkres_wagtail.consultations.choices import CountedFrom
from rkres_wagtail.consultations.models import Round
from rkres_wagtail.outbox import sending as outbox
from rkres_wagtail.outbox.models import MessageStatus, OutgoingMessage
from rkres_wagtail.remarks.models import Remark, RemarkText, Response, Submission
from rkres_wagtail.remarks.online import links, messages
from rkres_wagtail.secret_links import make_token
from tests.factories import ConsultationReportFactory, DocumentVersionFactory
from tests.factories.remarks import RemarkRulesFactory, ResponseFactory, ResponseStatusFactory
from tests.meetings.public import text_of

from .online import CONTENT, filled, receipt, send, the_only

pytestmark = [pytest.mark.django_db, pytest.mark.swapped]


@pytest.fixture(autouse=True)
def rules(consultation):
    cache.clear()  # sendings of other tests
    return RemarkRulesFactory(consultation=consultation, online=True)


@pytest.fixture
def sent(client, consultation):
    """The address of the receipt of a sending, without its query."""
    return send(client, consultation, email="").headers["Location"].split("?")[0]


def page_text(client, address) -> str:
    response = client.get(address)
    assert response.status_code == 200
    return text_of(response.content.decode())


def close_rounds() -> None:
    past = timezone.now() - timedelta(minutes=1)
    Round.objects.update(ends_at=past)


# The link --------------------------------------------------------------------------------------


def test_a_number_opens_nothing(client, sent):
    remark = Remark.objects.get()
    base = sent.split("/moje/")[0]
    token = sent.rstrip("/").rsplit("/", 1)[1]
    for wrong in (
        str(remark.submission_id), remark.receipt_number, f"{remark.submission_id}-{remark.salt}",
        token[:-1] + ("A" if token[-1] != "A" else "B"), f"9{token}",
        make_token(links.CONFIRMATION, remark.submission),
    ):  # fmt: skip
        assert client.get(f"{base}/moje/{wrong}/").status_code == 404
    other = base + "/potwierdz/" + make_token(links.RECEIPT, remark.submission) + "/"
    assert client.get(other).status_code == 404


def test_no_cache_and_no_search_engine_keeps_it(client, sent):
    response = client.get(sent)
    assert response["Cache-Control"] == "no-store, private"
    assert "noindex" in response["X-Robots-Tag"]


def test_it_says_what_happens_next_and_when(client, consultation, sent):
    html = page_text(client, sent)
    assert "możesz tu poprawić lub wycofać" in html
    assert "Raport ze stanowiskiem wobec każdej uwagi ukaże się do" in html


# The mail --------------------------------------------------------------------------------------


def test_the_receipt_goes_to_the_outbox_with_numbers_code_link_and_words(client, consultation):
    version = DocumentVersionFactory(consultation=consultation, number=1, sections=1)
    text = version.texts.get()
    address = send(client, consultation, **{"r1-section": text.identity.anchor}).headers["Location"]
    remark, message = Remark.objects.get(), OutgoingMessage.objects.get()
    assert (message.kind, message.recipient) == ("remark_receipt", "biuro@example.org")
    for body in (message.text, message.html):
        for told in (
            remark.receipt_number,
            remark.salt,
            address.split("?")[0],
            CONTENT,
            text.heading,
        ):
            assert told in body, told
        assert "/potwierdz/" not in body


def test_a_second_click_writes_no_second_message(client, consultation):
    data = filled(client, consultation)
    for _number in range(2):
        send(client, consultation, data)
    assert OutgoingMessage.objects.count() == 1


def test_without_an_address_there_is_no_message(client, sent):
    assert not OutgoingMessage.objects.exists()


def test_remarks_and_their_receipt_are_stored_together_or_not_at_all(
    client, consultation, monkeypatch
):
    really = messages.enqueue

    def killed(**kwargs):
        really(**kwargs)
        raise ZeroDivisionError

    data = filled(client, consultation)
    monkeypatch.setattr(messages, "enqueue", killed)
    with pytest.raises(ZeroDivisionError):
        send(client, consultation, data)
    assert not Submission.objects.exists() and not OutgoingMessage.objects.exists()
    monkeypatch.undo()
    receipt(client, send(client, consultation, data))
    assert OutgoingMessage.objects.count() == Remark.objects.count() == 1


def test_a_receipt_that_cannot_be_written_costs_no_remark(client, consultation, settings):
    settings.RKRES_WAGTAIL_MAIL_MAX_BYTES = 100
    receipt(client, send(client, consultation))
    assert not OutgoingMessage.objects.exists()


def test_words_too_many_for_a_mail_are_read_behind_the_link(client, consultation):
    words = "ż" * 19_000
    send(client, consultation, **{"r1-quote": words, "r1-proposed": words})
    message = OutgoingMessage.objects.get()
    assert "żżż" not in message.text and "/uwagi/moje/" in message.text


@pytest.mark.django_db(transaction=True)
def test_a_mail_server_that_is_down(client, consultation, site, settings, monkeypatch):
    """Remark and receipt survive; the mail goes out later, once."""
    settings.RKRES_WAGTAIL_MAIL_HOSTS = [site.hostname]
    with monkeypatch.context() as down:

        def refuse(*args, **kwargs):
            raise ConnectionRefusedError

        down.setattr("django.core.mail.backends.locmem.EmailBackend.send_messages", refuse)
        html = receipt(client, send(client, consultation))
    assert Remark.objects.get().receipt_number in html
    assert OutgoingMessage.objects.get().status == MessageStatus.WAITING
    assert mail.outbox == []
    OutgoingMessage.objects.update(next_at=timezone.now())
    for _number in range(2):
        list(outbox.send_due())
    assert len(mail.outbox) == 1


# Confirming --------------------------------------------------------------------------------------


@pytest.fixture
def unconfirmed(client, consultation, rules):
    """The link in the mail of a sending that has to be confirmed."""
    rules.must_confirm = True
    rules.save()
    address = send(client, consultation).headers["Location"]
    text = OutgoingMessage.objects.get().text
    return address.split("?")[0], re.search(r"https?://[^/]+(/\S+/potwierdz/\S+)", text)[1]


def test_a_remark_counts_once_its_author_confirms_it(client, unconfirmed):
    own, link = unconfirmed
    assert "biuro@example.org" in page_text(client, own)
    assert "niepotwierdzona" in page_text(client, own)
    assert link not in client.get(own).content.decode(), "the address has to be the author's"
    for _number in range(2):
        assert "Potwierdź uwagi" in page_text(client, link)
    assert not Remark.objects.counted().exists(), "a GET changes nothing"
    response = client.post(link, follow=True)
    assert "Uwagi zostały potwierdzone" in text_of(response.content.decode())
    assert Remark.objects.counted().count() == 1
    at = the_only().confirmed_at
    client.post(link)
    assert the_only().confirmed_at == at


def test_confirming_is_possible_until_the_round_closes(client, unconfirmed):
    own, link = unconfirmed
    end = the_only().round.ends_at
    with freeze_time(end + timedelta(seconds=1)):
        assert client.post(link).status_code == 410
        assert "Nie została potwierdzona w terminie" in page_text(client, own)
    assert not Remark.objects.counted().exists()
    with freeze_time(end - timedelta(seconds=1)):
        assert client.post(link).status_code == 302
    assert Remark.objects.counted().exists()


# What became of it -------------------------------------------------------------------------------


def answered(consultation, **fields):
    status = ResponseStatusFactory(committee=consultation.committee, rejected=True)
    return ResponseFactory(
        consultation=consultation,
        status=status,
        position="Zapis pozostaje.",
        reasons="Program obejmuje całe województwo.",
        remarks=[Remark.objects.get()],
        **fields,
    )


def test_received_analysed_answered(client, consultation, sent):
    # Not “przyjęta”, which offices say of remarks that they follow.
    assert "zarejestrowana" in page_text(client, sent)
    answered(consultation)
    close_rounds()
    html = page_text(client, sent)
    assert "w trakcie analizy" in html
    assert "Zapis pozostaje" not in html, "answers come with the report, all at once"
    ConsultationReportFactory(consultation=consultation, counted_from="register", draft=True)
    assert "Zapis pozostaje" not in page_text(client, sent)


@pytest.mark.parametrize("counted_from", ["register", "numbers"])
def test_the_answer_with_the_report(client, consultation, sent, counted_from):
    answered(consultation)
    close_rounds()
    other = next(each for each in CountedFrom.values if each != CountedFrom.REGISTER)
    value = CountedFrom.REGISTER if counted_from == "register" else other
    ConsultationReportFactory(consultation=consultation, counted_from=value)
    html = client.get(sent).content.decode()
    has_answer = counted_from == "register"
    for told in ("nieuwzględniona", "Zapis pozostaje.", "Program obejmuje całe województwo."):
        assert (told in text_of(html)) == has_answer
    assert f'href="{consultation.get_url()}raport/"' in html


def test_nobody_is_promised_a_message_on_a_report_that_is_there(client, consultation, sent):
    Submission.objects.update(email="jw@example.org", wants_result=True)
    promise = "Gdy raport się ukaże, napiszemy"
    assert promise in page_text(client, sent).replace("\xa0", " ")
    close_rounds()
    ConsultationReportFactory(consultation=consultation, counted_from="register")
    assert promise not in page_text(client, sent).replace("\xa0", " ")


def test_an_answer_that_is_not_complete_is_none(client, consultation, sent):
    answered(consultation)
    Response.objects.update(reasons="")
    close_rounds()
    ConsultationReportFactory(consultation=consultation, counted_from="register")
    assert "Zapis pozostaje" not in page_text(client, sent)


def test_a_blocked_remark_says_why(client, sent):
    Remark.objects.update(moderation="blocked", block_reason="offensive")
    html = page_text(client, sent)
    assert "Treść tej uwagi nie jest publikowana. Powód:" in html
    assert "zostanie rozpatrzona" in html


def test_a_page_that_is_not_public_is_not_linked(client, consultation, sent):
    consultation.live = False
    consultation.save()
    assert f'href="{consultation.get_url()}"' not in client.get(sent).content.decode()


# Correcting and withdrawing ----------------------------------------------------------------------


def correct(client, sent, number, **fields):
    texts = {f"r{number}-{name}": text for name, text in fields.items()}
    return client.post(sent, {"do": "correct", "remark": number, **texts})


def test_correcting_while_the_round_is_open(client, consultation, sent):
    remark = Remark.objects.get()
    html = client.get(sent, {"popraw": remark.number}).content.decode()
    assert f'name="r{remark.number}-content"' in html and CONTENT in html
    response = correct(client, sent, remark.number, content="Po poprawce.\x00", proposed="Nowe.")
    assert response.status_code == 302
    assert "Uwaga została poprawiona" in page_text(client, response["Location"].split("#")[0])
    remark.refresh_from_db()
    assert (remark.content, remark.proposed) == ("Po poprawce.", "Nowe.")
    assert RemarkText.objects.get().content == CONTENT
    correct(client, sent, remark.number, content="Po poprawce.", proposed="Nowe.")
    assert RemarkText.objects.count() == 1


def test_a_correction_keeps_the_section_that_was_read(client, consultation, rules):
    rules.place = "required"
    rules.save()
    version = DocumentVersionFactory(consultation=consultation, number=1, sections=1)
    text = version.texts.get()
    own = send(client, consultation, **{"r1-section": text.identity.anchor})["Location"].split("?")[
        0
    ]
    number = Remark.objects.get().number
    assert correct(client, own, number, content="Inaczej.").status_code == 302
    remark = Remark.objects.get()
    assert (remark.section, remark.version, remark.content) == (text.identity, version, "Inaczej.")


def test_a_wrong_correction_is_kept_on_the_screen(client, sent):
    number = Remark.objects.get().number
    response = correct(client, sent, number, content="", quote="Cytat, który zostaje.")
    assert response.status_code == 422
    html = response.content.decode()
    assert "Cytat, który zostaje." in html and f'href="#id_r{number}-content"' in html
    assert Remark.objects.get().content == CONTENT


def test_withdrawing_asks_first_and_happens_once(client, sent):
    number = Remark.objects.get().number
    assert "Wycofać tę uwagę?" in page_text(client, f"{sent}?wycofaj={number}")
    assert Remark.objects.get().withdrawn_at is None
    response = client.post(sent, {"do": "withdraw", "remark": number})
    assert response.status_code == 302
    at = Remark.objects.get().withdrawn_at
    assert at is not None
    assert "wycofana" in page_text(client, sent)
    assert client.post(sent, {"do": "withdraw", "remark": number}).status_code == 302
    assert Remark.objects.get().withdrawn_at == at
    assert correct(client, sent, number, content="Wróć.").status_code == 410


@pytest.mark.parametrize("verb", ["correct", "withdraw"])
def test_after_the_closing_nothing_changes_and_nothing_typed_is_lost(client, sent, verb):
    remark = Remark.objects.get()
    close_rounds()
    html = client.get(sent, {"popraw": remark.number, "wycofaj": remark.number}).content.decode()
    assert 'method="post"' not in html
    data = {"do": verb, "remark": remark.number, f"r{remark.number}-content": "Spóźniona."}
    response = client.post(sent, data)
    assert response.status_code == 410
    assert verb == "withdraw" or "Spóźniona." in response.content.decode()
    again = Remark.objects.get()
    assert (again.content, again.withdrawn_at) == (CONTENT, None)


def test_a_link_changes_its_own_remarks_only(client, consultation, sent):
    receipt(client, send(client, consultation))
    last = Remark.objects.order_by("-number").first()
    assert correct(client, sent, last.number, content="Cudza.").status_code == 422
    assert client.post(sent, {"do": "withdraw", "remark": last.number}).status_code == 422
    last.refresh_from_db()
    assert (last.content, last.withdrawn_at) == (CONTENT, None)


@pytest.mark.parametrize("data", [{}, {"do": "erase"}, {"remark": "x"}, {"remark": "1\0"}])
def test_a_post_that_asks_for_nothing(client, sent, data):
    assert client.post(sent, data).status_code == 422


def test_the_history_names_numbers_and_no_people(client, consultation, unconfirmed):
    own, link = unconfirmed
    client.post(link)
    number = Remark.objects.get().number
    correct(client, own, number, content="Inaczej.")
    client.post(own, {"do": "withdraw", "remark": number})
    entries = registry.get_logs_for_instance(consultation).order_by("timestamp")
    found = [each for each in entries if each.action.startswith("rkres_wagtail.author_")]
    assert [each.message for each in found] == [
        f"Zgłaszający potwierdził uwagi nr {number}".replace("nr ", "nr\xa0"),
        f"Zgłaszający poprawił uwagę nr {number}".replace("nr ", "nr\xa0"),
        f"Zgłaszający wycofał uwagę nr {number}".replace("nr ", "nr\xa0"),
    ]
    assert "example.org" not in str([each.data for each in found])


def test_erased_words_are_gone(client, sent):
    Remark.objects.update(erased_at=timezone.now(), content="")
    assert "usunięta" in page_text(client, sent)
