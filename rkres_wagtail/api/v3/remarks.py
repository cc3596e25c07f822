"""Remarks that came to the office by another way, entered by the admin's own forms and service."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import swapper
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404
from ninja.errors import HttpError
from wagtail.utils.forms import FormValidationError

from ...bodies.rules import canonical_body
from ...consultations.models import SectionIdentity
from ...consultations.querysets import consultation_model
from ...meetings.when import zone
from ...remarks.models import Submission
from ...remarks.office import addresses, entering, raised, sections
from ...remarks.office.entry_forms import EntryForm, RemarkForm, remarks_formset
from ...remarks.permissions import may_keep
from ...remarks.services import received_already
from . import schemas
from .problems import broken, find, of_form, refused


def enter(user, pk: int, data: schemas.SentRemarks, key: UUID) -> tuple[bool, dict[str, Any]]:
    """Whether something new was stored, and what is stored under ``key`` now.

    Raises the 409 where the key brought in something else before.
    """
    page = _kept_consultation(user, pk)
    form, rows = _forms(page, data, key)
    is_new = received_already(key) is None
    try:
        stored = entering.enter(
            page=page, values=form.values, remarks=rows, request_key=key, user=user
        )
    except ValidationError as error:
        raise refused(error) from error
    same_moment = None if data.received_time is None else form.values["received_at"]
    if not entering.is_repeated(
        stored, page=page, values=form.values, remarks=rows, received_at=same_moment
    ):
        raise HttpError(
            409,
            "This Idempotency-Key has brought in remarks whose content is not, or no longer, the "
            "same. Nothing was stored. Send another letter with another key.",
        )
    return is_new, _told(stored)


def _kept_consultation(user, pk: int):
    """As the admin finds it: a translation leads to the one register."""
    page = find(swapper.load_model("wagtailcore", "Page"), pk)
    if not issubclass(page.specific_class or object, consultation_model()):
        raise Http404("Not found")
    page = canonical_body(page).specific
    if not may_keep(page, user):
        raise PermissionDenied
    return page


def _forms(page, data: schemas.SentRemarks, key: UUID):
    """The filled-in form of the sending and the unsaved remarks; or the 422."""
    texts = sections.texts_of(page)
    form = EntryForm(_sending(data, key), page=page)
    formset = remarks_formset(_remarks(data, _Sections(data, texts)), texts=texts)
    errors = _renamed(of_form(form))
    if data.is_late and "is_late" not in form.fields:
        errors[("is_late",)] = [("Told from the dates of this consultation.", "invalid")]
    for index, each in enumerate(formset.forms):
        errors |= of_form(each, ("remarks", index))
        if not each.errors and each.is_blank:
            errors[("remarks", index, "content")] = [("Write the remark.", "required")]
    if not formset.is_valid() and formset.non_form_errors():
        errors[("remarks",)] = [(each, "invalid") for each in formset.non_form_errors()]
    if errors:
        raise FormValidationError(errors)
    return form, formset.remarks


def _sending(data: schemas.SentRemarks, key: UUID) -> dict[str, Any]:
    """As the form is posted."""
    sent = data.dict(exclude={"remarks", "meeting", "agenda_item"})
    if data.agenda_item is not None and data.meeting is None:
        raise broken({("agenda_item",): ["Say at which meeting."]})
    hour = data.received_time
    return {
        **sent,
        "request_key": str(key),
        "received_on": data.received_on.isoformat(),
        "received_time": f"{hour:%H:%M}" if hour is not None else "",
        "raised": raised.Raised(data.meeting, data.agenda_item).value,
    }


def _remarks(data: schemas.SentRemarks, known: _Sections) -> dict[str, str]:
    found = {
        "remarks-TOTAL_FORMS": str(len(data.remarks)),
        "remarks-INITIAL_FORMS": "0",
    }
    for index, each in enumerate(data.remarks):
        row = {name: getattr(each, name) for name in RemarkForm.Meta.fields}
        row["section"] = known.choice(each, index)
        found |= {f"remarks-{index}-{name}": value for name, value in row.items()}
    return found


class _Sections:
    """Sections by their uuid; of the newest published version, unless one is named."""

    def __init__(self, data: schemas.SentRemarks, texts: list):
        uuids = {each.section for each in data.remarks if each.section}
        rows = SectionIdentity.objects.filter(uuid__in=uuids) if uuids else ()
        self.keys = {row.uuid: row.pk for row in rows}
        self.texts = texts

    def choice(self, sent: schemas.SentRemark, index: int) -> str:
        """What the form sends for it."""
        if sent.section is None:
            if sent.version is not None:
                raise broken({("remarks", index, "version"): ["Name the section, too."]})
            return ""
        key = self.keys.get(sent.section)
        for text in self.texts:
            if text.identity_id == key and sent.version in (None, text.version.number):
                return str(text.pk)
        message = "No published version of the document has this section."
        raise broken({("remarks", index, "section"): [message]})


def _renamed(errors: dict) -> dict:
    """The names of our fields where those of the form differ."""
    names = {"raised": "meeting", "request_key": "Idempotency-Key"}
    return {(names.get(path[0], path[0]), *path[1:]): found for path, found in errors.items()}


def _told(stored: Submission) -> dict[str, Any]:
    return {
        "id": stored.pk,
        "consultation": stored.consultation_id,
        "channel": stored.channel,
        "received_at": stored.received_at.astimezone(zone()),
        "author": stored.author,
        "entity": stored.entity,
        "is_late": stored.is_late,
        "is_anonymous": stored.is_anonymous,
        "is_unsigned": stored.is_unsigned,
        "is_wrong_form": stored.is_wrong_form,
        "remarks": [
            {
                "id": each.pk,
                "number": each.number,
                "receipt_number": each.receipt_number,
                "admin_url": addresses.remark_url(each),
            }
            for each in stored.remarks.order_by("number")
        ],
    }
