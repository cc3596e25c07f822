"""``manage.py rkres_files``: make the files of published minutes that are missing or stale."""

from __future__ import annotations

from django.core.management.base import CommandError
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from rkres_wagtail.consultations.models import ConsultationReport
from rkres_wagtail.minutes.documents import files
from rkres_wagtail.minutes.models import Minutes
from rkres_wagtail.remarks.publication import files as tables

from . import _output


class Command(_output.Command):
    help = (
        "Makes the DOCX and PDF files of published minutes and of tables of remarks that are "
        "missing or no longer say what the page says, and removes those of what is not public. "
        "Run it from cron. See docs/how-to/documents.md."
    )

    def handle(self, *args, **options):
        self.verbosity = options["verbosity"]
        counts = dict.fromkeys((files.MADE, files.BROKEN, files.NOT_INSTALLED), 0)
        for row, came in self._refreshed():
            for kind, what in came.items():
                if what in counts:
                    counts[what] += 1
                if what == files.BROKEN or (what == files.MADE and self.verbosity > 1):
                    self._say(f"{row}: {kind.upper()} – {self._word(what)}")
        made = counts[files.MADE]
        told = ngettext("%(count)d file was made.", "%(count)d files were made.", made)
        self._say(told % {"count": made})
        if counts[files.NOT_INSTALLED]:
            for kind in files.MAKERS:
                if reason := files.missing_extra(kind):
                    self._say(f"{kind.upper()}: {reason}")
        if broken := counts[files.BROKEN]:
            raise CommandError(
                ngettext(
                    "%(count)d file could not be made; see the history of the minutes or of the "
                    "report.",
                    "%(count)d files could not be made; see the history of the minutes or of the "
                    "reports.",
                    broken,
                )
                % {"count": broken}
            )

    @staticmethod
    def _refreshed():
        """Each row with what became of its files."""
        minutes = Minutes.objects.select_related("meeting").order_by("pk")
        for each in minutes.iterator(chunk_size=100):
            yield each, files.refresh(each)
        reports = ConsultationReport.objects.select_related("consultation").order_by("pk")
        for each in reports.iterator(chunk_size=100):
            yield each, tables.refresh(each)

    def _say(self, text: str) -> None:
        if self.verbosity:
            self.stdout.write(text)

    @staticmethod
    def _word(what: str) -> str:
        return _("made") if what == files.MADE else _("could not be made")
