"""``manage.py rkres_anonymise``: remove names and addresses that are due to go."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.core.management.base import CommandError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from rkres_wagtail.consultations.querysets import consultations
from rkres_wagtail.dates import long_date
from rkres_wagtail.remarks.retention import chores, due, services
from rkres_wagtail.remarks.retention.words import counted

from . import _output


class Command(_output.Command):
    help = (
        "Removes names and addresses of people who sent remarks or declared that they want to take "
        "part, for good, where their time is over; then those that were never confirmed, and old "
        "imports. Run it from cron, e.g. every night. See docs/reference/commands.md."
    )

    def add_arguments(self, parser):
        parser.add_argument(
            "--dry-run",
            action="store_true",
            help="Only say what would go, and when the rest is due.",
        )
        parser.add_argument(
            "--consultation", type=int, metavar="PK",
            help="Only of this consultation (the key of its page).",
        )  # fmt: skip

    def handle(self, *args, **options):
        self.verbosity, self.now = options["verbosity"], timezone.now()
        self.dry_run = options["dry_run"]
        for page in self._pages(options["consultation"]):
            self._one(page, is_asked=options["consultation"] is not None)
        if options["consultation"] is None:
            self._rest()

    def _pages(self, pk: int | None) -> list:
        if pk is None:
            return services.consultations_with_data()
        page = consultations().filter(pk=pk).first()
        if page is None:
            raise CommandError(_("There is no consultation with the key %(pk)s.") % {"pk": pk})
        return [page]

    def _one(self, page, *, is_asked: bool) -> None:
        plan = due.plan_of(page, self.now)
        if plan.is_empty:
            if is_asked:
                self._say(page, _("nothing is left to remove."))
            return
        if plan.refusal or not plan.is_due:
            if self.dry_run or is_asked or self.verbosity > 1:
                self._say(page, f"{plan.refusal or plan.reason} {counted(plan.counts)}")
            return
        try:
            counts = services.anonymise(page, now=self.now, dry_run=self.dry_run)
        except ValidationError as error:
            self._say(page, " ".join(error.messages))
            return
        told = (
            _("would be removed (due on %(day)s): %(what)s")
            if self.dry_run
            else _("removed (due on %(day)s): %(what)s")
        )
        self._say(page, told % {"day": long_date(plan.due_on), "what": counted(counts)})

    def _rest(self) -> None:
        number = services.forget_unconfirmed(now=self.now, dry_run=self.dry_run)
        if number and self.verbosity:
            self.stdout.write(
                ngettext(
                    "Never confirmed, 30 days after the round: %(count)d submission.",
                    "Never confirmed, 30 days after the round: %(count)d submissions.",
                    number,
                )
                % {"count": number}
            )
        if self.dry_run:
            for name, sentence in chores.foretell(self.now):
                if self.verbosity:
                    self.stdout.write(f"{name}: {sentence}")
            return
        for name, done in chores.run(self.now).items():
            if done and self.verbosity:
                self.stdout.write(f"{name}: {done}")

    def _say(self, page, text: str) -> None:
        if self.verbosity:
            self.stdout.write(f"{page.pk} {page.title}: {text}")
