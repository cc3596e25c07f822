"""The office's screen of files: what the public gets, its own copy, and what went wrong."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import path, reverse
from django.utils import translation
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views import View
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.widgets.button import Button
from wagtail.log_actions import LogFormatter
from wagtail.models import Site

from ..public import Gate
from .choices import FileKind
from .documents import files, word
from .models import Minutes
from .permissions import may_keep
from .presentation.context import address_of, file_url
from .presentation.document import minutes_document
from .public_views import filename
from .published import public_document

FILES_URL = "rkres_minutes_files"
OFFICE_COPY_URL = "rkres_minutes_office_copy"


class _OfMinutes:
    """One row of minutes, for whoever may edit it and the page of its meeting."""

    def dispatch(self, request, *args, **kwargs):
        rows = Minutes.objects.select_related("meeting__locale")
        self.minutes = get_object_or_404(rows, pk=kwargs["pk"])
        self.meeting = self.minutes.meeting.specific
        if not may_keep(self.meeting, request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)


class FilesView(_OfMinutes, TemplateView):
    """What there is of files; POST makes what is missing, at once."""

    template_name = "rkres_wagtail/minutes/admin/files.html"
    title = gettext_lazy("Files of the minutes")

    def post(self, request, *args, **kwargs):
        came = files.refresh(self.minutes)
        broken = [FileKind(kind).label for kind, what in came.items() if what == files.BROKEN]
        if not came:
            messages.warning(request, _("The minutes are not public: they have no files."))
        elif broken:
            told = {"kinds": ", ".join(broken)}
            messages.error(request, _("Could not be made: %(kinds)s. The reason is below.") % told)
        else:
            messages.success(request, _("The files are up to date."))
        return redirect(FILES_URL, pk=self.minutes.pk)

    def get_context_data(self, **kwargs):
        gate = Gate(self.meeting.get_site())
        found = public_document(self.minutes, gate)
        return {
            **super().get_context_data(**kwargs),
            "minutes": self.minutes,
            "meeting": self.meeting,
            "page_url": f"{found[1].full_url}{address_of(found[1])}" if found else "",
            "rows": _rows(self.minutes, found[0]) if found else [],
            "has_word": word.is_available(),
            "word_missing": files.missing_extra(FileKind.DOCX),
            "copy_url": reverse(OFFICE_COPY_URL, args=[self.minutes.pk]),
            "edit_url": _edit_url(self.minutes),
        }


def _edit_url(minutes: Minutes) -> str:
    from wagtail.admin.admin_url_finder import AdminURLFinder

    return AdminURLFinder().get_edit_url(minutes) or ""


def _rows(minutes: Minutes, document) -> list[dict]:
    """Each kind of file: ready, to come, failed, or impossible on this server."""
    known = {file.kind: file for file in files.files_of(minutes, document.basis, document.language)}
    return [
        {
            "label": FileKind(kind).label,
            "file": known.get(str(kind)),
            "url": file_url(minutes, str(kind)),
            "missing": files.missing_extra(kind),
        }
        for kind in files.MAKERS
    ]


class OfficeCopyView(_OfMinutes, View):
    """The latest draft as DOCX with its internal parts, all names and the guests."""

    def get(self, request, *args, **kwargs):
        if not word.is_available():
            messages.error(request, files.missing_extra(FileKind.DOCX))
            return redirect(FILES_URL, pk=self.minutes.pk)
        draft = self.minutes.get_latest_revision_as_object()
        draft.meeting = self.minutes.meeting
        site = self.meeting.get_site() or Site.find_for_request(request)
        with translation.override(self.minutes.meeting.locale.language_code):
            document = minutes_document(draft, internal=True, gate=Gate(site))
        response = HttpResponse(word.make(document), content_type=word.CONTENT_TYPE)
        name = filename(self.meeting, FileKind.DOCX.value, mark="-kopia-biura")
        response["Content-Disposition"] = content_disposition_header(True, name)
        response["Cache-Control"] = "private, no-store"
        return response


def admin_urls():
    """Hook: addresses of the screens."""
    return [
        path("rkres/minutes/<int:pk>/files/", FilesView.as_view(), name=FILES_URL),
        path(
            "rkres/minutes/<int:pk>/office-copy.docx",
            OfficeCopyView.as_view(),
            name=OFFICE_COPY_URL,
        ),
    ]


def listing_buttons(snippet, user, next_url=None):
    """Hook: the way to the files, in the listing of minutes."""
    if isinstance(snippet, Minutes) and may_keep(snippet.meeting, user):
        url = reverse(FILES_URL, args=[snippet.pk])
        yield Button(_("Files"), url=url, icon_name="doc-full", priority=30)


def register_log_actions(actions) -> None:
    """Hook: what the history of minutes says of a file that could not be made."""

    @actions.register_action(files.FAILED)
    class Formatter(LogFormatter):
        label = gettext_lazy("File not made")

        def format_message(self, log_entry) -> str:
            kind = str(log_entry.data.get("kind", "")).upper()
            told = {"kind": kind, "error": log_entry.data.get("error", "")}
            return _("The %(kind)s file could not be made: %(error)s") % told
