"""The page behind a member's secret link: the text as it was sent, and a form while there is time.

A GET changes nothing, however often a mail scanner opens the link. Nothing of other members is
shown, and nothing of the draft as it has become since.
"""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.http import HttpResponseRedirect
from django.utils import translation
from django.views.decorators.http import require_http_methods

from ...bodies.presentation.related import Contact
from ...public import Gate
from ...secret_links import find_or_404, secret_page
from ...secret_pages import render_secret
from ..models import MinutesCorrection, MinutesReader
from . import replies, rules
from .forms import ReplyForm
from .messages import PURPOSE, link_path
from .reading_document import GENERAL, document_of, places_of, with_fields

TEMPLATE = "rkres_wagtail/minutes/corrections/reading.html"
#: Query of the page to which an answer leads: only says that it was taken.
_SENT = "wyslano"


@secret_page
@require_http_methods(["GET", "HEAD", "POST"])
def reading(request, token: str):
    """Read the minutes, and answer."""
    rows = MinutesReader.objects.select_related("reading__minutes__meeting__locale", "person")
    reader = find_or_404(PURPOSE, rows, token)
    page = reader.reading.minutes.meeting.specific
    with translation.override(page.locale.language_code):
        return ReadingPage(request, reader, page).answer()


class ReadingPage:
    """One request of one reader."""

    def __init__(self, request, reader: MinutesReader, page):
        self.request = request
        self.reader = reader
        self.reading = reader.reading
        self.minutes = reader.reading.minutes
        self.page = page
        self.is_settled = rules.is_settled(self.minutes)
        self.is_open = rules.is_running(self.reading) and not self.is_settled
        self.document = document_of(self.reading, Gate.of(request), page)
        self.places = places_of(self.document)

    def answer(self):
        if self.request.method == "POST":
            return self._post()
        form = ReplyForm(places=self.places) if self.is_open else None
        return self._render(form, status=410 if self.is_settled else 200)

    def _post(self):
        form = ReplyForm(self.request.POST, places=self.places)
        if not self.is_open:
            return self._too_late(form)
        if form.is_valid():
            try:
                replies.reply(reader=self.reader, corrections=form.corrections)
            except replies.RoundOver:
                return self._too_late(form)
            except ValidationError as error:
                form.add_error(None, error)
            else:
                return HttpResponseRedirect(f"{link_path(self.reader)}?{_SENT}=1")
        return self._render(form, status=422)

    def _too_late(self, form: ReplyForm):
        """Nothing is taken any more; what was typed is shown, so that it is not lost."""
        self.is_open = False
        return self._render(None, status=410, lost=form.typed)

    # What it shows ---------------------------------------------------------------------------

    def _render(self, form: ReplyForm | None, *, status: int, lost=()):
        context = {
            "reader": self.reader,
            "reading": self.reading,
            "meeting": self.page,
            "title": self.document.title,
            "when": self.page.when,
            "is_open": self.is_open,
            "is_settled": self.is_settled,
            "is_replaced": self._is_replaced(),
            "is_sent": _SENT in self.request.GET and bool(self.reader.replied_at),
            "public_url": self._public_url(),
            "corrections": self._own_corrections(),
            # The draft has had its time once the minutes are approved.
            "document": None if self.is_settled else with_fields(self.document, form),
            "form": form,
            "general": form[GENERAL] if form else None,
            "problems": form.problems() if form else [],
            "lost": lost,
            "contact": self._contact(),
        }
        return render_secret(self.request, TEMPLATE, context, page=self.page, status=status)

    def _own_corrections(self):
        """What this person asked for, in all rounds of these minutes."""
        return MinutesCorrection.objects.filter(
            minutes=self.minutes, reader__person=self.reader.person_id
        ).order_by("pk")

    def _is_replaced(self) -> bool:
        """Whether the person was sent a newer text."""
        newer = MinutesReader.objects.filter(
            reading__minutes=self.minutes,
            reading__gt=self.reading.pk,
            person=self.reader.person_id,
        )
        return newer.exists()

    def _public_url(self) -> str:
        """Where the published minutes are, if the public may read them."""
        if not self.minutes.live or not Gate.of(self.request).allows(self.page):
            return ""
        return f"{self.page.get_url(self.request)}{self.page.reverse_subpage('minutes')}"

    def _contact(self) -> Contact | None:
        """Whom to ask: the meeting's own contact, else its committee's."""
        own = Contact.of_page(self.page)
        committee = self.page.committee
        return own or (Contact.of(committee, None) if committee is not None else None)
