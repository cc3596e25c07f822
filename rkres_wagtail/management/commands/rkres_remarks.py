"""``manage.py rkres_remarks``: what time and a killed process left to do with remarks."""

from __future__ import annotations

from django.utils import timezone
from django.utils.translation import ngettext

from rkres_wagtail.consultations.querysets import consultations
from rkres_wagtail.remarks.integrity import lists
from rkres_wagtail.remarks.models import Remark, RemarkRules
from rkres_wagtail.remarks.retention import telling

from . import _output


class Command(_output.Command):
    help = (
        "Makes the lists of receipts that are due, and tells people of published reports who were "
        "not told. Run it from cron, e.g. every hour; two runs at once do no harm. See "
        "docs/reference/commands.md."
    )

    def handle(self, *args, **options):
        made = self._lists()
        told = telling.tell_missed()
        if options["verbosity"]:
            words = ngettext(
                "%(count)d list of receipts was made.",
                "%(count)d lists of receipts were made.",
                made,
            )
            self.stdout.write(words % {"count": made})
            words = ngettext(
                "%(count)d message on a report was written.",
                "%(count)d messages on reports were written.",
                told,
            )
            self.stdout.write(words % {"count": told})

    @staticmethod
    def _lists() -> int:
        """Of published consultations: rounds of a page that nobody has seen may still move."""
        now = timezone.now()
        online = RemarkRules.objects.filter(is_online=True).order_by().values("consultation")
        written = Remark.objects.order_by().values("consultation")
        pages = consultations().filter(live=True, alias_of=None)
        pages = (pages.filter(pk__in=online) | pages.filter(pk__in=written)).order_by("pk")
        return sum(len(lists.settle(page, now=now)) for page in pages.iterator(chunk_size=100))
