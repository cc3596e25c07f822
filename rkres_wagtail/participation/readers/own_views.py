"""Behind a member's secret link: the list, one document with its form, and its files.

A GET changes nothing: mail scanners open every link, too. A key of another person's row is
answered as one that does not exist.
"""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponseRedirect
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from ...consultations.querysets import consultations
from ...public import by_key
from ...secret_links import find_or_404, secret_page
from ...secret_pages import render_secret, send_document
from ..models import ReadingLink
from . import answers, links
from .messages import contact_of
from .own_list import list_of, readers_of
from .own_page import OwnPage

LIST = "rkres_wagtail/participation/readers/list.html"
DOCUMENT = "rkres_wagtail/participation/readers/document.html"
#: Queries of the page to which an answer leads: only say that it was taken.
AGREED, SENT = "zapisano", "wyslano"
_GONE = 410


@secret_page
@require_safe
def reading_list(request, token: str):
    """What the person was asked to read."""
    link = _link(token)
    found = list_of(link, request, timezone.now())
    if found.is_empty:
        raise Http404
    page = found.newest_page
    with translation.override(page.locale.language_code):
        context = {
            "name": link.person.full_name,
            "list": found,
            "contact": contact_of(page),
        }
        return render_secret(request, LIST, context, page=page)


@secret_page
@require_http_methods(["GET", "HEAD", "POST"])
def document(request, token: str, pk: int):
    """Read one of them, and answer until the deadline."""
    shown = _shown(request, token, pk)
    with translation.override(shown.page.locale.language_code):
        if request.method == "POST":
            return _agree(shown) if "agree" in request.POST else _send(shown)
        form = shown.form() if shown.item.is_open else None
        status = _GONE if shown.item.is_withdrawn else 200
        has_agreed = AGREED in request.GET and shown.item.has_answered
        has_sent = SENT in request.GET and bool(shown.remarks)
        return _render(shown, form, status=status, has_agreed=has_agreed, has_sent=has_sent)


@secret_page
@require_safe
def file(request, token: str, pk: int, file_pk: int):
    """A file of the document, also from a closed collection."""
    shown = _shown(request, token, pk)
    for row, stored in shown.file_rows():
        if row.pk == file_pk:
            return send_document(stored)
    raise Http404


# Steps ------------------------------------------------------------------------------------------


def _agree(shown: OwnPage):
    try:
        answers.agree(reader=shown.reader)
    except answers.TooLate:
        return _too_late(shown, None)
    except ValidationError as error:
        return _render(shown, shown.form(), status=422, refusal=" ".join(error.messages))
    return HttpResponseRedirect(f"{shown.item.url}?{AGREED}=1")


def _send(shown: OwnPage):
    form = shown.form(shown.request.POST)
    if not shown.item.is_open:
        return _too_late(shown, form)
    is_filled_in = form.is_valid()
    if shown.has_lost_version:
        form.add_error(
            None, _("The version that you were reading is not to be found. Check the section.")
        )
    elif is_filled_in:
        try:
            answers.send_remark(
                reader=shown.reader,
                remark=form.remark,
                language=shown.page.locale.language_code,
            )
        except answers.TooLate:
            return _too_late(shown, form)
        except ValidationError as error:
            form.add_error(None, error.messages)
        else:
            return HttpResponseRedirect(f"{shown.item.url}?{SENT}=1")
    return _render(shown, form, status=422, problems=form.problems())


def _too_late(shown: OwnPage, form):
    """Nothing is taken any more; what was typed is shown, so that it is not lost."""
    typed = []
    if form is not None:
        typed = [
            (form[name].label, text)
            for name, text in form.typed.items()
            if name != "section" and text.strip()
        ]
    return _render(shown, None, status=_GONE, is_too_late=True, lost=typed)


def _render(shown: OwnPage, form, *, status: int, **extra):
    return render_secret(
        shown.request, DOCUMENT, shown.context(form, **extra), page=shown.page, status=status
    )


# Finding ----------------------------------------------------------------------------------------


def _link(token: str) -> ReadingLink:
    """The link, as long as the office has contact data of its person."""
    rows = ReadingLink.objects.filter(person__contact__isnull=False).select_related("person")
    return find_or_404(links.PURPOSE, rows, token)


def _shown(request, token: str, pk: int) -> OwnPage:
    link = _link(token)
    reader = by_key(readers_of(link), pk)
    if reader is None:
        raise Http404
    page = consultations().filter(pk=reader.assignment.consultation_id).first()
    if page is None:
        raise Http404
    return OwnPage(request, link, reader, page)
