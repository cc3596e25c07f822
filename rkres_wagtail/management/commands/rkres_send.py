"""``manage.py rkres_send``: tell subscribers what is new, and send waiting messages."""

from __future__ import annotations

import argparse
import logging
import uuid

from django.core.exceptions import ValidationError
from django.core.management.base import CommandError
from django.db import transaction
from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from rkres_wagtail.outbox import sending, services
from rkres_wagtail.outbox.hosts import is_own, own_hosts
from rkres_wagtail.outbox.kinds import TEST
from rkres_wagtail.outbox.models import MessageStatus, OutgoingMessage
from rkres_wagtail.outbox.rendering import render_message, site_name
from rkres_wagtail.participation.news import chores, delivering
from rkres_wagtail.regions.places import PlaceError, find_site

from . import _output

logger = logging.getLogger(__name__)


def positive(text: str) -> int:
    if not text.isdecimal() or not 0 < int(text) < 10**9:
        raise argparse.ArgumentTypeError(_("a whole number from 1 up is expected"))
    return int(text)


class Command(_output.Command):
    help = (
        "Writes to subscribers what is new, and sends the messages whose turn has come. Run it "
        "every few minutes from cron; two runs at once do no harm. See docs/reference/mail.md."
    )

    def add_arguments(self, parser):
        what = parser.add_mutually_exclusive_group()
        what.add_argument(
            "--dry-run", action="store_true", help="Only say what would be sent, and from where."
        )
        what.add_argument(
            "--retry-failed", action="store_true",
            help="Try failed messages anew first, with all their attempts.",
        )  # fmt: skip
        what.add_argument(
            "--forget", action="store_true",
            help="Send nothing; take text and addresses away from messages that were done with "
            "RKRES_WAGTAIL_MAIL_KEEP_DAYS ago.",
        )  # fmt: skip
        what.add_argument(
            "--test", metavar="ADDRESS", help="Send one test message to this address, at once."
        )
        parser.add_argument(
            "--limit", type=positive, metavar="N", help="Send at most N messages in this run."
        )
        parser.add_argument(
            "--site", metavar="HOST[:PORT]",
            help="With --test: the site in whose name it is sent; the default site otherwise.",
        )  # fmt: skip

    def handle(self, *args, **options):
        self.verbosity = options["verbosity"]
        if options["site"] and not options["test"]:
            raise CommandError(_("--site goes with --test."))
        if options["dry_run"]:
            self._tell(options["limit"])
        elif options["forget"]:
            self._forget()
        elif options["test"]:
            self._test(options["test"], options["site"])
        else:
            if options["retry_failed"]:
                self._retry()
            self._news()
            self._send(options["limit"])

    def _say(self, text: str) -> None:
        if self.verbosity:
            self.stdout.write(text)

    # News --------------------------------------------------------------------------------

    def _news(self) -> None:
        """Before anything is sent; what is wrong with it keeps no other message back."""
        try:
            count = chores.run()
        except Exception:
            logger.exception("News could not be told to subscribers")
            self._say(_("News could not be told to subscribers; the log says why."))
            return
        if count:
            told = ngettext(
                "Written %(count)d message with news.",
                "Written %(count)d messages with news.",
                count,
            )
            self._say(told % {"count": count})

    def _tell_news(self) -> None:
        count = sum(1 for _row in delivering.preview())
        told = ngettext(
            "%(count)d subscriber would be told what is new.",
            "%(count)d subscribers would be told what is new.",
            count,
        )
        self._say(told % {"count": count})
        if count := chores.held_elsewhere():
            told = ngettext(
                "%(count)d subscription of another host gets nothing from here.",
                "%(count)d subscriptions of other hosts get nothing from here.",
                count,
            )
            self._say(told % {"count": count})

    # Sending -----------------------------------------------------------------------------

    def _send(self, limit) -> None:
        counts = dict.fromkeys(MessageStatus.values, 0)
        for message, status in sending.send_due(limit=limit):
            counts[status] += 1
            if self.verbosity > 1 or status != MessageStatus.SENT:
                error = f" ({message.error})" if message.error else ""
                label = MessageStatus(status).label
                self._say(f"{message.recipient}: {message.subject}: {label}{error}")
        sent = counts.pop(MessageStatus.SENT)
        told = ngettext("Sent %(count)d message.", "Sent %(count)d messages.", sent)
        self._say(told % {"count": sent})
        self._tell_held()
        if wrong := sum(counts.values()):
            raise CommandError(
                ngettext(
                    "%(count)d message was not sent; see the outbox in the admin.",
                    "%(count)d messages were not sent; see the outbox in the admin.",
                    wrong,
                )
                % {"count": wrong}
            )

    def _retry(self) -> None:
        failed = OutgoingMessage.objects.filter(status=MessageStatus.FAILED, host__in=own_hosts())
        for message in failed.exclude(recipient=""):
            try:
                services.send_again(message, None)
            except ValidationError as error:
                # Somebody in the office was quicker.
                self._say(f"{message.subject}: {' '.join(error.messages)}")

    # Telling -----------------------------------------------------------------------------

    def _tell(self, limit) -> None:
        hosts = own_hosts()
        if hosts:
            told = {"hosts": ", ".join(sorted(hosts))}
            self._say(_("This installation sends the messages of: %(hosts)s.") % told)
        else:
            self._say(
                _(
                    "This installation sends nothing: ALLOWED_HOSTS does not tell it from a copy. "
                    "Name its host in RKRES_WAGTAIL_MAIL_HOSTS."
                )
            )
        self._tell_news()
        due = OutgoingMessage.objects.due(hosts)
        count = due.count()
        self._say(
            ngettext(
                "%(count)d message would be sent now.",
                "%(count)d messages would be sent now.",
                count,
            )
            % {"count": count}
        )
        for message in due[: limit or count]:
            self._say(f"  {message.recipient}: {message.subject}")
        later = OutgoingMessage.objects.waiting(hosts).filter(next_at__gt=timezone.now())
        if first := later.order_by("next_at").first():
            moment = date_format(timezone.localtime(first.next_at), "DATETIME_FORMAT")
            count = later.count()
            self._say(
                ngettext(
                    "%(count)d message waits for its next attempt, on %(moment)s.",
                    "%(count)d messages wait for their next attempt, the first on %(moment)s.",
                    count,
                )
                % {"count": count, "moment": moment}
            )
        self._tell_held()

    def _tell_held(self) -> None:
        held = OutgoingMessage.objects.held(own_hosts()).order_by("host")
        names = list(held.values_list("host", flat=True).distinct())
        if not names:
            return
        count = held.count()
        self._say(
            ngettext(
                "%(count)d message of another host is not sent from here: %(hosts)s.",
                "%(count)d messages of other hosts are not sent from here: %(hosts)s.",
                count,
            )
            % {"count": count, "hosts": ", ".join(names)}
        )

    # Forgetting --------------------------------------------------------------------------

    def _forget(self) -> None:
        count = services.forget_old()
        self._say(
            ngettext(
                "Personal data removed from %(count)d message.",
                "Personal data removed from %(count)d messages.",
                count,
            )
            % {"count": count}
        )

    # A test ------------------------------------------------------------------------------

    def _test(self, address: str, host: str | None) -> None:
        site = self._site(host)
        if not is_own(site.hostname):
            raise CommandError(
                _(
                    "Messages of %(host)s are not sent from here. If this is no copy of the site, "
                    "name the host in RKRES_WAGTAIL_MAIL_HOSTS."
                )
                % {"host": site.hostname}
            )
        language = site.root_page.locale.language_code
        with translation.override(language):
            subject = _("Test message: %(site)s") % {"site": site_name(site)}
            why = _("You got this because somebody entered your address in a test of this site.")
        try:
            with transaction.atomic():
                message = services.enqueue(
                    kind=TEST,
                    key=f"test:{uuid.uuid4()}",
                    site=site,
                    recipient=address,
                    subject=subject,
                    **render_message("test", {}, site=site, why=why, language=language),
                )
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from error
        sending.send(message.pk)  # unless the task has done it already
        message.refresh_from_db()
        if message.status != MessageStatus.SENT:
            # A test that comes hours later, when the settings were corrected, proves nothing.
            services.withdraw(message)
            raise CommandError(
                _("The test message to %(address)s was not sent: %(status)s. %(error)s")
                % {
                    "address": address,
                    "status": MessageStatus(message.status).label,
                    "error": message.error,
                }
            )
        self._say(_("The test message to %(address)s was sent.") % {"address": address})

    def _site(self, host: str | None):
        try:
            return find_site(host, parent=None)
        except PlaceError as error:
            raise CommandError(str(error)) from error
