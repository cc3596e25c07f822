"""A consultation: a page about a document on which people may comment from one moment to another.

schema.org has no consultation. An ``Event`` would put months of comments among concerts, a
``GovernmentService`` goes on; what is offered is a ``CommentAction`` on a ``DigitalDocument``.
"""

from __future__ import annotations

from ...bodies.choices import ActKind
from ...consultations.course import closing_hour, last_day_of
from ...meetings.when import moment, zone
from ...public import Gate
from .here import Here, day_of, on_one_line
from .organisations import legislation
from .script import node


def consultation(here: Here) -> list[dict]:
    page, box, report = here.get("consultation"), here.get("document"), here.get("report")
    latest = box.latest.version if box else None
    key = document_key(here.url)
    publisher = here.body(here.get("committee"))
    text = node(
        "DigitalDocument",
        key,
        name=(latest.title if latest else "") or page.title,
        genre=here.get("kind"),
        url=here.absolute(box.url) if box else "",
        version=latest.number if latest else None,
        datePublished=day_of(latest.published_at) if latest else None,
        publisher=publisher,
        potentialAction=_commenting(here),
        subjectOf={"@id": report_key(here.absolute(here.get("report_url")))} if report else None,
    )
    whole = node(
        "WebPage",
        here.url,
        name=page.title,
        abstract=on_one_line(page.lead),
        url=here.url,
        inLanguage=here.language,
        datePublished=here.get("announced_on"),
        dateModified=day_of(here.get("last_published_at")),
        publisher=publisher,
        keywords=[str(each) for each in here.get("topics") or ()],
        mainEntity=text,
    )
    acts = (here.get(name) for name in ("initiating_act", "outcome_act"))
    return [
        whole,
        *(legislation(here, each, key) for each in acts if each and each.act.kind != ActKind.OTHER),
    ]


def document_key(url: str) -> str:
    """The ``@id`` of the consulted document, by the address of the consultation's page."""
    return f"{url}#document"


def report_key(url: str) -> str:
    return f"{url}#report"


def _commenting(here: Here) -> dict | None:
    """Until when, or from when, one may comment, and the form on this site if there is one."""
    if not (here.get("is_open") or here.get("is_announced")):
        return None
    course, now = here.get("course"), Gate.of(here.request).now
    asked = course.open_round(now) or course.next_round(now)
    if asked is None:
        return None
    form = here.get("online_form")
    return node(
        "CommentAction",
        startTime=_iso(asked.starts_at.astimezone(zone())),
        # As the page tells it: 23:59 for midnight.
        endTime=_iso(moment(last_day_of(asked.ends_at), closing_hour(asked.ends_at))),
        target=here.absolute(form.url) if form is not None and form.url else "",
    )


def _iso(at) -> str:
    return at.isoformat(timespec="minutes")


def document(here: Here) -> list[dict]:
    """One published version of the text."""
    version, page = here.get("version"), here.get("consultation")
    return [
        node(
            "DigitalDocument",
            document_key(here.url_of(page)) if here.get("is_latest") else f"{here.url}#document",
            name=here.get("document_title"),
            url=here.url,
            inLanguage=here.language,
            version=version.number,
            datePublished=day_of(version.published_at),
            publisher=here.body(here.get("committee")),
            encoding=here.files(here.get("files")),
        )
    ]


def report(here: Here) -> list[dict]:
    """The published report; its numbers are for people, who read what they mean."""
    row, page = here.get("report"), here.get("consultation")
    return [
        node(
            "Report",
            report_key(here.url),
            name=f"{here.get('label')}: {page.title}",
            abstract=on_one_line(row.lead),
            url=here.url,
            inLanguage=here.language,
            datePublished=here.get("published_on"),
            dateModified=day_of(row.last_published_at),
            about={"@id": document_key(here.url_of(page))},
            publisher=here.body(here.get("committee")),
            encoding=here.files(here.get("files")),
        )
    ]
