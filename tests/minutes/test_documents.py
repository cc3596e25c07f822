"""The minutes as DOCX and PDF: they say what the page says, and everyone can read them."""

from __future__ import annotations

import random
import re
from datetime import UTC, datetime
from io import BytesIO

import pytest
from bs4 import BeautifulSoup
from django.core.management import CommandError, call_command
from docx import Document
from docx.oxml.ns import qn

from rkres_wagtail.meetings.attendance.models import Presence
from rkres_wagtail.minutes.documents import files, pdf, word
from rkres_wagtail.minutes.models import Minutes, MinutesFile
from tests.factories.minutes_public import item, make_minutes, make_sheet, text
from tests.meetings.public import html_of
from tests.support.pdf_text import pdf_text

pytestmark = [pytest.mark.django_db, pytest.mark.swapped]

needs_pdf = pytest.mark.skipif(
    not pdf.is_available(), reason="WeasyPrint does not load here: docs/how-to/documents.md"
)


def url(minutes, kind: str) -> str:
    return f"/rkres/protokol/{minutes.pk}.{kind}"


def opened(content: bytes):
    return Document(BytesIO(content))


def docx_lines(content: bytes) -> list[str]:
    """Every paragraph and cell, in the order of the file."""
    return [
        "".join(node.text or "" for node in paragraph.iter(qn("w:t")))
        for paragraph in opened(content).element.body.iter(qn("w:p"))
    ]


def html_lines(html: str) -> list[str]:
    """What the page says, without ways around the site, files and labels for the eye."""
    article = BeautifulSoup(html, "html.parser").find("article")
    for part in article.select(
        ".rkres-eyebrow, .rkres-links, .rkres-contents, footer, [aria-hidden]"
    ):
        part.decompose()
    return [article.get_text("")]


def bare(lines) -> str:
    """Without spaces and the colons that stand between labels and values."""
    return re.sub(r"[\s:\u2060]+", "", "".join(lines))


WORDS = (
    "Komitet przyjął sprawozdanie z działalności i plan na rok 2027; żółć, gęś, ŁÓDŹ. "
    "<script>alert(1)</script> {{ 7*7 }} =SUM(A1) &amp; \"cytat\" 'x' \\ końcówka – „tak” 100 % "
    "fi ffi ż̇ \u00ad ]]> --> %s %(a)s"
).split()


def random_html(dice: random.Random) -> str:
    def phrase() -> str:
        chosen = [dice.choice(WORDS) for _number in range(dice.randint(1, 9))]
        plain = " ".join(chosen).replace("&amp;", "&")
        escaped = plain.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
        return dice.choice(
            [
                "{}",
                "<b>{}</b>",
                "<i>{}</i> i",
                '<a href="https://x.pl/?a=1&amp;b">{}</a>',
                "{}<br/>w",
            ]
        ).format(escaped.replace("{", "{").replace("}", "}"))

    def block(depth: int = 0) -> str:
        kind = dice.choice(["p", "p", "p", "h3", "h4", "ul", "ol"])
        if kind in ("ul", "ol"):
            items = "".join(
                f"<li>{phrase()}{block_list(depth)}</li>" for _number in range(dice.randint(1, 4))
            )
            return f"<{kind}>{items}</{kind}>"
        return f"<{kind}>{phrase()}</{kind}>"

    def block_list(depth: int) -> str:
        if depth > 2 or dice.random() < 0.7:
            return ""
        return f"<ul><li>{phrase()}{block_list(depth + 1)}</li></ul>"

    return "".join(block() for _number in range(dice.randint(0, 6)))


def random_content(dice: random.Random) -> list:
    rows = []
    for number in range(dice.randint(1, 8)):
        if dice.random() < 0.7:
            rows.append(
                item(
                    number=dice.choice(["", f"{number}.", "a)"]),
                    title=" ".join(dice.choices(WORDS, k=4)),
                    discussion=random_html(dice),
                    outcome=random_html(dice) if dice.random() < 0.6 else "",
                    is_internal=dice.random() < 0.2,
                )
            )
        else:
            rows.append(text(" ".join(dice.choices(WORDS, k=3)), random_html(dice)))
    return rows


@needs_pdf
@pytest.mark.parametrize("seed", range(6))
def test_html_docx_and_pdf_say_the_same(client, held, committee, seed):
    import page

    dice = random.Random(seed)
    if seed % 2:
        type(committee).objects.filter(pk=committee.pk).update(attendance_names_public=True)
    presences = [dice.choice(list(Presence)) for _number in range(dice.randint(1, 8))]
    make_sheet(held, committee, *presences, guests="Tajny Gość")
    minutes = make_minutes(
        held,
        chaired_by=" ".join(dice.choices(WORDS, k=3)),
        opening=random_html(dice),
        closing=random_html(dice),
        content=random_content(dice),
        note=dice.choice(["", "obiegiem <b>"]),
    )
    assert files.refresh(minutes) == {"docx": "made", "pdf": "made"}
    html = html_lines(html_of(client, f"{held.get_url()}protokol/"))
    written = docx_lines(client.get(url(minutes, "docx")).content)
    painted = client.get(url(minutes, "pdf")).content
    assert bare(written) == bare(html)
    assert bare([pdf_text(painted)]).replace("\u00ad", "") == bare(html).replace("\u00ad", "")
    report = page.validate_pdf_bytes(painted, profile=page.ValidationProfile.PDF_UA_1)
    assert [failure.rule_id for failure in report.failures] == []
    assert "Tajny" not in bare(written)


@needs_pdf
@pytest.mark.parametrize(
    "hostile",
    [
        "\ud800\x00\x0b\ufffe zwykły", "\u202eodwrotnie", "🐝 مرحبا 漢字", "x" * 500,
        "</style><img src='http://127.0.0.1:9/x'>", "<p>" * 50, "&#0;&#xd800;",
    ],
)  # fmt: skip
def test_hostile_texts_make_files_all_the_same(held, hostile):
    import page

    from rkres_wagtail.minutes.presentation.document import minutes_document
    from rkres_wagtail.public import Gate

    minutes = Minutes(
        meeting_id=held.pk, chaired_by=hostile, opening=f"<p>{hostile}</p>",
        content=[item(title=hostile, number=hostile[:20], discussion=f"<h3>{hostile}</h3>a")],
    )  # fmt: skip
    document = minutes_document(minutes, internal=False, gate=Gate(held.get_site()))
    assert opened(word.make(document)).paragraphs
    painted = pdf.make(document)
    report = page.validate_pdf_bytes(painted, profile=page.ValidationProfile.PDF_UA_1)
    # A sign that no installed font has is an empty box: which fonts there are is the server's.
    known = {"PDFUA1-NOTDEF-GLYPH-001"} if "🐝" in hostile else set()
    assert {failure.rule_id for failure in report.failures} <= known


@needs_pdf
def test_nothing_is_fetched_while_a_pdf_is_made():
    import weasyprint

    with pytest.raises(pdf.Refused):
        pdf.fetch_nothing("http://example.invalid/")
    html = weasyprint.HTML(string='<p>a<img alt="" src="file:///etc/passwd">',
                           url_fetcher=pdf.fetch_nothing)  # fmt: skip
    assert html.write_pdf()


@needs_pdf
def test_the_font_is_in_the_file(held):
    minutes = make_minutes(held)
    files.refresh(minutes)
    content = bytes(MinutesFile.objects.get(kind="pdf").content)
    from tests.support.pdf_text import _objects

    bodies = b"".join(_objects(content).values())
    assert b"DejaVu" in bodies and b"/FontFile" in bodies


def test_a_docx_that_a_screen_reader_finds_its_way_in(client, held, committee):
    make_sheet(held, committee, Presence.PRESENT)
    minutes = make_minutes(
        held,
        content=[
            item(
                discussion="<h3>Głosy</h3><ol><li>a</li><li>b</li></ol><p>c</p><ol><li>d</li></ol>"
                '<ul><li>e<ul><li>f</li></ul></li></ul><p><a href="https://x.pl/">g</a></p>'
            )
        ],
    )
    response = client.get(url(minutes, "docx"))
    assert response.headers["Content-Type"] == word.CONTENT_TYPE
    day = held.starts_on.isoformat()
    assert f'filename="protokol-{day}.docx"' in response.headers["Content-Disposition"]
    file = opened(response.content)
    styles = {p.text.replace("\xa0", " "): p.style.name for p in file.paragraphs}
    assert styles["Protokół: V posiedzenie Komitetu"] == "Title"
    assert styles["1. Otwarcie posiedzenia"] == "Heading 1"
    assert styles["Głosy"] == styles["Ustalenia"] == "Heading 2"
    assert (styles["a"], styles["e"], styles["f"]) == (
        "List Number", "List Bullet", "List Bullet 2",
    )  # fmt: skip
    numbers = {
        p.text: p._p.pPr.numPr.numId.val for p in file.paragraphs if p.style.name == "List Number"
    }
    assert numbers["a"] == numbers["b"] != numbers["d"]
    header = file.tables[0].rows[0]._tr
    assert header.trPr.find(qn("w:tblHeader")) is not None
    assert file.core_properties.title.startswith("Protokół")
    assert file.core_properties.language == "pl-PL" and file.core_properties.comments == ""
    languages = {tag.get(qn("w:val")) for tag in file.styles.element.iter(qn("w:lang"))}
    assert languages == {"pl-PL"}
    assert [rel.target_ref for rel in file.part.rels.values() if rel.is_external] == [
        "https://x.pl/"
    ]


# When they are made and served --------------------------------------------------------------------


@needs_pdf
def test_made_after_publishing_and_gone_after_unpublishing(
    client, held, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        minutes = make_minutes(held)
    assert set(minutes.files.values_list("kind", flat=True)) == {"docx", "pdf"}
    response = client.get(url(minutes, "pdf"))
    assert response.status_code == 200 and response.content.startswith(b"%PDF")
    html = html_of(client, f"{held.get_url()}protokol/")
    assert re.search(r"Pobierz protokół \(PDF, [\d,]+\s?KB\)", html.replace("\xa0", " "))
    with django_capture_on_commit_callbacks(execute=True):
        minutes.unpublish()
    assert not MinutesFile.objects.exists()
    assert client.get(url(minutes, "pdf")).status_code == 404
    assert client.get(url(minutes, "docx")).status_code == 404


@needs_pdf
def test_until_it_is_ready_the_page_says_so(client, held):
    minutes = make_minutes(held)
    html = html_of(client, f"{held.get_url()}protokol/")
    assert "PDF: przygotowywany" in html and url(minutes, "pdf") not in html
    assert f'href="{url(minutes, "docx")}"' in html
    response = client.get(url(minutes, "pdf"))
    assert response.status_code == 503 and response.headers["Retry-After"]
    assert client.get(url(minutes, "docx")).status_code == 200


@needs_pdf
def test_conditional_requests(client, held):
    minutes = make_minutes(held)
    files.refresh(minutes)
    for kind in ("docx", "pdf"):
        first = client.get(url(minutes, kind))
        tag, since = first.headers["ETag"], first.headers["Last-Modified"]
        again = client.get(url(minutes, kind), headers={"If-None-Match": tag})
        assert (again.status_code, again.content) == (304, b"")
        again = client.get(url(minutes, kind), headers={"If-Modified-Since": since})
        assert again.status_code == 304
        assert client.get(url(minutes, kind), headers={"If-None-Match": '"x"'}).status_code == 200
        assert client.head(url(minutes, kind)).status_code == 200
        assert client.post(url(minutes, kind)).status_code == 405


@needs_pdf
def test_what_is_stale_is_not_served(client, held, committee, django_capture_on_commit_callbacks):
    type(committee).objects.filter(pk=committee.pk).update(attendance_names_public=True)
    sheet = make_sheet(held, committee, Presence.PRESENT)
    minutes = make_minutes(held)
    files.refresh(minutes)
    name = sheet.rows.first().membership.person.full_name
    assert name in pdf_text(client.get(url(minutes, "pdf")).content)
    type(committee).objects.filter(pk=committee.pk).update(attendance_names_public=False)
    assert client.get(url(minutes, "pdf")).status_code == 503
    assert name not in "".join(docx_lines(client.get(url(minutes, "docx")).content))
    call_command("rkres_files", verbosity=0)
    assert name not in pdf_text(client.get(url(minutes, "pdf")).content)


@needs_pdf
@pytest.mark.parametrize("what", ["attendance", "approval", "meeting", "body"])
def test_changes_make_them_anew(client, held, committee, what, django_capture_on_commit_callbacks):
    sheet = make_sheet(held, committee, Presence.PRESENT)
    minutes = make_minutes(held)
    files.refresh(minutes)
    before = client.get(url(minutes, "pdf")).headers["ETag"]
    with django_capture_on_commit_callbacks(execute=True):
        if what == "attendance":
            sheet.quorum_rule = "none"
            sheet.save()
        elif what == "approval":
            minutes.approval.note = "obiegiem"
            minutes.approval.save()
        elif what == "meeting":
            held.place_name = "Sala 12"
            held.save_revision().publish()
        else:
            committee.title = "Komitet Odnowiony"
            committee.save_revision().publish()
    response = client.get(url(minutes, "pdf"))
    assert response.status_code == 200 and response.headers["ETag"] != before


@needs_pdf
def test_what_the_approving_meeting_tells_makes_them_anew(
    client, held, meeting, django_capture_on_commit_callbacks
):
    """Its page is often published after the minutes: they then name it."""
    page = meeting(title="VI posiedzenie", number=6, live=False)
    minutes = make_minutes(held, approved_at=page)
    files.refresh(minutes)
    assert "VI" not in pdf_text(client.get(url(minutes, "pdf")).content)
    with django_capture_on_commit_callbacks(execute=True):
        page.save_revision().publish()
    response = client.get(url(minutes, "pdf"))
    assert response.status_code == 200 and "VI" in pdf_text(response.content)


def test_a_reader_of_the_page_does_not_fetch_the_files(held, django_assert_num_queries):
    minutes = make_minutes(held)
    content = b"x" * 1234
    MinutesFile.objects.create(
        minutes=minutes, kind="docx", language="pl", basis="b", content=content
    )
    with django_assert_num_queries(1) as queries:
        (row,) = [each for each in files.files_of(minutes, "b", "pl") if each.kind == "docx"]
    assert row.size == len(content)
    assert "length(" in queries[0]["sql"].lower()


def test_a_docx_was_made_today(client, held):
    written = client.get(url(make_minutes(held), "docx")).content
    properties = opened(written).core_properties
    assert properties.created.date() == properties.modified.date() == datetime.now(UTC).date()


def test_a_failure_is_told_and_breaks_nothing(
    client, held, monkeypatch, caplog, django_capture_on_commit_callbacks
):
    monkeypatch.setattr(pdf, "is_available", lambda: True)

    def broken(document):
        raise RuntimeError("brak czcionki")

    monkeypatch.setattr(pdf, "make", broken)
    with django_capture_on_commit_callbacks(execute=True):
        minutes = make_minutes(held)
    assert client.get(f"{held.get_url()}protokol/").status_code == 200
    assert "could not be made" in caplog.text
    assert "brak czcionki" in files.last_failure(minutes, "pdf").data["error"]
    with pytest.raises(CommandError, match="Nie udało się przygotować 1 pliku"):
        call_command("rkres_files", verbosity=0)
    from wagtail.models import ModelLogEntry

    assert ModelLogEntry.objects.filter(action=files.FAILED).count() == 1


def test_a_task_that_cannot_be_started_breaks_nothing(
    client, held, monkeypatch, django_capture_on_commit_callbacks
):
    from rkres_wagtail.minutes import tasks

    def broken(*args):
        raise OSError("no queue")

    monkeypatch.setattr(type(tasks.make_files), "enqueue", broken)
    with django_capture_on_commit_callbacks(execute=True):
        make_minutes(held)
    assert not MinutesFile.objects.exists()
    assert client.get(f"{held.get_url()}protokol/").status_code == 200


def test_the_command_makes_what_is_missing(client, held, capsys):
    minutes = make_minutes(held)
    call_command("rkres_files", verbosity=2)
    said = capsys.readouterr().out
    count = len(files.files_of(minutes, "", ""))
    assert f"Przygotowano {count} " in said and "DOCX – przygotowano" in said
    call_command("rkres_files")
    assert "Przygotowano 0 plików" in capsys.readouterr().out
    Minutes.objects.filter(pk=minutes.pk).update(live=False)
    call_command("rkres_files", verbosity=0)
    assert not MinutesFile.objects.exists()


def test_without_the_extras(client, held, monkeypatch, capsys):
    for maker in (pdf, word):
        monkeypatch.setattr(maker, "is_available", lambda: False)
    minutes = make_minutes(held)
    assert files.refresh(minutes) == {"docx": "not-installed", "pdf": "not-installed"}
    html = html_of(client, f"{held.get_url()}protokol/")
    assert "Pobierz" not in html and "przygotowywany" not in html
    for kind in ("docx", "pdf"):
        assert client.get(url(minutes, kind)).status_code == 404
    call_command("rkres_files")
    assert "Nie zainstalowano dodatku „office”" in capsys.readouterr().out.replace(
        "Na tym serwerze nie", "Nie"
    )


@pytest.mark.parametrize("kind", ["odt", "exe", "PDF"])
def test_no_other_kind(client, held, kind):
    assert client.get(url(make_minutes(held), kind)).status_code == 404
