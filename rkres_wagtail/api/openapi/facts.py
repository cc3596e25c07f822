"""What the fields say whose serializers tell no type: label of the model or page mixin -> fields.

A value is a schema, or a pair of it and its description. ``docs/reference/api.md`` tells more.
"""

from __future__ import annotations

from ...consultations.choices import (
    ConsultationState,
    CountedFrom,
    OutcomeKind,
    VersionKind,
)
from ...decisions.choices import DispatchState
from ...meetings.choices import ChangeKind, ItemResult, MaterialAccess, MaterialKind, MeetingStatus
from ...participation.choices import CallState
from ...programmes.choices import ActRole, ProgrammeState
from ...remarks.choices import AuthorKind, Channel
from ...remarks.publication.counting import VERDICTS
from .types import (
    DAY,
    FLAG,
    HTML,
    MOMENT,
    NUMBER,
    PAGE,
    PAGE_OR_NULL,
    TEXT,
    TIME,
    URL,
    UUID,
    Schema,
    extended,
    list_of,
    one_of,
    or_null,
    ref,
    thing,
    words,
)  # fmt: skip

Facts = dict[str, Schema | tuple[Schema, str]]


def _linked(name: str = "name") -> Schema:
    return or_null(thing({name: TEXT}, id=NUMBER, type=TEXT, detail_url=or_null(URL)))


_WHEN = or_null(
    thing(
        date_precision=TEXT,
        starts_on=or_null(DAY),
        starts_time=or_null(TIME),
        ends_on=or_null(DAY),
        ends_time=or_null(TIME),
        text=TEXT,
    )
)
_LABELLED = thing(**words("label", "value"))
_COUNTS = or_null({"type": "object", "additionalProperties": NUMBER})
_VERSION: Facts = {
    "number": NUMBER,
    "kind": one_of(VersionKind.values),
    **words("kind_label", "title"),
    "changes": (TEXT, "What is new in this version."),
    "is_erratum": (FLAG, "Published while a round was open."),
    "published_at": MOMENT,
    "html_url": TEXT,
    "sections_count": NUMBER,
    "files": list_of(extended("File", access=one_of(MaterialAccess.values), access_label=TEXT)),
}
_plain = {name: value[0] if isinstance(value, tuple) else value for name, value in _VERSION.items()}

MEMBERSHIP: Facts = {
    "name": (TEXT, "The person, or the institution that sits itself."),
    "is_institution": FLAG,
    "person": (_linked("full_name"), "Null without a public page."),
    "position": (TEXT, "The person's post in their own organisation."),
    "organisation": _linked(),
    "represents": _linked(),
    "role": TEXT,
    "role_label": (TEXT, "The committee's own word."),
    "body": PAGE,
    "term": _linked("label"),
    "sector": (_linked(), "The row's own, else its seat's."),
    "seat": (or_null(TEXT), "Name of the seat."),
    "deputy_for": or_null(thing(id=NUMBER, name=TEXT)),
    "starts_on": or_null(DAY),
    "ends_on": (or_null(DAY), "Only once it is past."),
    "is_current": (FLAG, "On the day of `on`, else today."),
}

MINUTES: Facts = {
    "title": TEXT,
    "meeting": PAGE,
    "language": (TEXT, "Of the text."),
    "html_url": TEXT,
    "docx_url": or_null(TEXT),
    "pdf_url": (or_null(TEXT), "Answers 503 while the file is being made."),
    "approved_at": (PAGE_OR_NULL, "The approving meeting, where it is public."),
    "approved_on": or_null(DAY),
    "approval": (TEXT, "The approval in words."),
    "published_at": or_null(MOMENT),
    "facts": list_of(_LABELLED),
    "attendance": list_of(
        thing(
            **words("body", "members", "quorum"),
            names=list_of(thing(label=TEXT, names=list_of(TEXT))),
        )
    ),
    "sections": list_of(thing(number=TEXT, title=TEXT, html=HTML, outcome_html=HTML)),
}

DOCUMENT_VERSION: Facts = {
    "consultation": PAGE,
    "language": TEXT,
    **_VERSION,
    "sections": (
        list_of(
            thing(
                **words("anchor", "number", "title", "text", "digest"),
                uuid=UUID,
                level=NUMBER,
                html=HTML,
            )
        ),
        "In the order of reading; `uuid` and `anchor` are the same in every version.",
    ),
}

REMARK: Facts = {
    "number": (NUMBER, "Within the consultation."),
    "receipt_number": (TEXT, "In the whole installation. It opens nothing."),
    "consultation": PAGE,
    "received_on": DAY,
    "author": (TEXT, "Of a private person only by consent."),
    "author_kind": one_of(AuthorKind.values),
    "author_kind_label": TEXT,
    "channel": one_of(Channel.values),
    "channel_label": TEXT,
    "section": (or_null(TEXT), "Anchor in the text."),
    "section_heading": (TEXT, "As the author read it."),
    "version": (or_null(NUMBER), "Number of the version."),
    "place": (TEXT, "Where in the document, in the author's words."),
    **words("quote", "content", "proposed", "justification"),
    "meaning": (or_null(one_of(VERDICTS)), "Null until answers are public."),
    **words("status", "formal_reason", "position", "reasons"),
    "changed_at": MOMENT,
    "html_url": or_null(TEXT),
}

PERSON: Facts = {
    "full_name": TEXT,
    "html_url": (or_null(TEXT), "Their page below the committee."),
}

#: Of the lists of meetings, decisions and consultations.
INDEX: Facts = {"body": (PAGE_OR_NULL, "The body whose list this is.")}

_TAGS: Facts = {"tags": list_of(TEXT)}

MEETING: Facts = {
    "state": (one_of(MeetingStatus.values), "What the date makes of the status, now."),
    "starts_at": (or_null(MOMENT), "Null where no hour is known."),
    "ends_at": or_null(MOMENT),
    "date_text": (TEXT, "The date in words."),
    "changes": (
        list_of(
            thing(
                {"from": _WHEN},
                kind=one_of(ChangeKind.values),
                kind_label=TEXT,
                to=_WHEN,
                reason=TEXT,
                announced_at=MOMENT,
            )
        ),
        "Moves and cancellations, the latest first.",
    ),
    "sequence": (or_null(NUMBER), "The SEQUENCE of RFC 5545."),
    "bodies": list_of(PAGE),
    "agenda": (
        list_of(
            thing(
                **words("number", "title", "speaker", "affiliation", "result_note"),
                uuid=UUID,
                level=NUMBER,
                starts_time=or_null(TIME),
                duration=or_null(NUMBER),
                result=or_null(one_of(ItemResult.values)),
                result_label=or_null(TEXT),
                postponed_to=PAGE_OR_NULL,
                referred_to=PAGE_OR_NULL,
            )
        ),
        "Public items in order; results once the meeting is over.",
    ),
    "materials": list_of(
        thing(
            **words("title", "kind_label", "url", "access_label"),
            kind=one_of(MaterialKind.values),
            filename=or_null(TEXT),
            format=or_null(TEXT),
            file_size=or_null(NUMBER),
            access=one_of(MaterialAccess.values),
            replace_by=or_null(DAY),
            item=or_null(UUID),
        )
    ),
    "report": (HTML, "Once the meeting is over."),
    "minutes": (
        or_null(thing(id=NUMBER, type=TEXT, html_url=TEXT, approved_on=or_null(DAY))),
        "Where the published minutes are.",
    ),
    "photos": list_of(extended("Image", caption=TEXT)),
    "attendance": (
        list_of(
            thing(
                body=PAGE,
                members=or_null(NUMBER),
                attended=NUMBER,
                online=NUMBER,
                substitutes=NUMBER,
                quorum_needed=or_null(NUMBER),
                has_quorum=or_null(FLAG),
                names=or_null(list_of(TEXT)),
            )
        ),
        "One entry for each public body, once the meeting is over and its attendance closed.",
    ),
    **_TAGS,
}

DECISION: Facts = {
    "body": PAGE_OR_NULL,
    "meeting": PAGE_OR_NULL,
    "item": (or_null(UUID), "Of the item in the agenda of `meeting`."),
    "files": list_of(ref("File")),
    "supersedes": PAGE_OR_NULL,
    "superseded_by": PAGE_OR_NULL,
    "dispatches": (
        list_of(
            thing(
                **words("addressee", "state_label", "answered_by", "answer"),
                sent_on=or_null(DAY),
                state=one_of(DispatchState.values),
                answered_on=or_null(DAY),
                answer_document=or_null(ref("File")),
                days_waiting=or_null(NUMBER),
            )
        ),
        "Addressees in order, with their answers.",
    ),
    "days_waiting": (or_null(NUMBER), "The longest time that an answer is awaited."),
    **_TAGS,
}

_ACT = or_null(ref("ActReference"))

CONSULTATION: Facts = {
    "body": PAGE_OR_NULL,
    "audience": (PAGE_OR_NULL, "The body whose members are asked."),
    "state": one_of(ConsultationState.values),
    "days_left": (or_null(NUMBER), "0 on the last day; null when it is not open."),
    "opens_at": or_null(MOMENT),
    "closes_at": (or_null(MOMENT), "A midnight means the end of the day before."),
    "closes_text": (TEXT, "The closing in words."),
    "rounds": list_of(
        thing(
            title=TEXT,
            opens_at=MOMENT,
            closes_at=MOMENT,
            first_day=DAY,
            last_day=DAY,
            period_text=TEXT,
            days_inclusive=NUMBER,
            days_exclusive=NUMBER,
            is_open=FLAG,
            cut_short_at=or_null(MOMENT),
            extensions=list_of(
                thing(
                    old_closes_at=MOMENT,
                    old_last_day=DAY,
                    closes_at=MOMENT,
                    last_day=DAY,
                    reason=TEXT,
                    announced_at=MOMENT,
                )
            ),
        )
    ),
    "report_due_on": or_null(DAY),
    "invited": list_of(TEXT),
    "notified": list_of(TEXT),
    "initiating_act": _ACT,
    "channels": (
        list_of(
            {
                "type": "object",
                "properties": words("type", "label"),
                "required": ["type", "label"],
                "additionalProperties": TEXT,
            }
        ),
        "Ways of answering in order.",
    ),
    "forms": list_of(ref("File")),
    "copies": list_of(thing(title=TEXT, url=TEXT)),
    "hearings": list_of(
        extended("PageReference", date_text=TEXT, starts_on=or_null(DAY), note=TEXT)
    ),
    "versions": list_of(thing(id=NUMBER, **_plain)),
    "report": or_null(
        thing(
            label=TEXT,
            is_interim=FLAG,
            html_url=TEXT,
            published_on=or_null(DAY),
            published_at=or_null(MOMENT),
            lead=TEXT,
            main_changes=HTML,
            counted_from=one_of(CountedFrom.values),
            opening=TEXT,
            remarks_count=or_null(NUMBER),
            authors_count=or_null(NUMBER),
            results=list_of(thing(label=TEXT, count=or_null(NUMBER))),
            by_meaning=_COUNTS,
            by_channel=_COUNTS,
            by_author_kind=_COUNTS,
            incomplete_reason=TEXT,
            files=list_of(ref("File")),
        )
    ),
    "outcome": or_null(
        thing(
            kind=one_of(OutcomeKind.values),
            kind_label=TEXT,
            decided_on=or_null(DAY),
            act=_ACT,
            note=TEXT,
        )
    ),
    **_TAGS,
}

#: Of every page and object; the schemas follow from the serializers.
META: dict[str, str] = {
    "type": "Which model this is.",
    "detail_url": "Where all of it is.",
    "html_url": "Where people read it.",
    "slug": "The last part of its address.",
    "show_in_menus": "Whether the site's menus have it.",
    "seo_title": "Title for search engines.",
    "search_description": "Description for search engines.",
    "first_published_at": "When it was published first.",
    "last_published_at": "When it was published last.",
    "alias_of": "Always null: aliases are not listed.",
    "parent": "The page above; only where one page is asked for.",
    "locale": "Code of its language.",
}

PROGRAMME: Facts = {
    "current_state": (one_of(ProgrammeState.values), "Closed once the last year is over."),
    "current_state_label": TEXT,
    "years": (TEXT, "First and last year in words."),
    "committee": PAGE_OR_NULL,
    "predecessor": PAGE_OR_NULL,
    "successors": list_of(PAGE),
    "level_names": (list_of(thing(**words("name", "name_plural"))), "From the highest down."),
    "acts": list_of(
        extended("ActReference", role=one_of(ActRole.values), role_label=TEXT),
    ),
    "files": list_of(ref("File")),
    "copies": list_of(thing(**words("title", "url"))),
    "reports": (
        list_of(
            thing(
                **words("title", "url"),
                year=NUMBER,
                published_on=or_null(DAY),
                document=or_null(ref("File")),
                opinion=PAGE_OR_NULL,
            )
        ),
        "Yearly reports, with the committee's opinion on each.",
    ),
    "nodes_count": (NUMBER, "Elements of the tree; they are in `programme-nodes/`."),
    "tree_changed_at": or_null(MOMENT),
    "csv_url": or_null(TEXT),
    "xlsx_url": or_null(TEXT),
}

CALL: Facts = {
    "body": PAGE_OR_NULL,
    "state": (one_of(CallState.values), "What the dates say, now."),
    "state_label": TEXT,
    "is_open": FLAG,
    "days_left": (or_null(NUMBER), "While it is open."),
    "closes_text": (TEXT, "The closing in words."),
    "channels": (
        list_of({"type": "object", "additionalProperties": TEXT}),
        "Ways of applying, by `type`.",
    ),
    "files": list_of(ref("File")),
    "questions": list_of(thing(question=TEXT, answer=HTML)),
    "copies": list_of(thing(**words("title", "url"))),
    "form_url": (or_null(TEXT), "The form on this site, while it takes declarations."),
    "composition_url": (or_null(TEXT), "The composition that came of it."),
    **_TAGS,
}
