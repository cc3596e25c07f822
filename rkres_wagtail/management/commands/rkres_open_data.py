"""``manage.py rkres_open_data``: what is public, and what has ceased to be, for open data."""

from __future__ import annotations

from django.core.management.base import CommandError
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail.models import Site

from rkres_wagtail.opendata.oparl.freshness import refresh_now

from . import _output


class Command(_output.Command):
    help = (
        "Compares the records of open data with what is public. Run it from cron, e.g. every "
        "hour; two runs at once do no harm. See docs/reference/commands.md."
    )

    def handle(self, *args, **options):
        try:
            reverse("rkres_wagtail:oparl_system")
        except NoReverseMatch as error:
            raise CommandError(
                _("The addresses of rkres-wagtail are not mounted (rkres_wagtail.W002).")
            ) from error
        for site in Site.objects.select_related("root_page__locale").order_by("pk"):
            found = refresh_now(site)
            if options["verbosity"]:
                public = ngettext(
                    "%(site)s: %(count)d object is public.",
                    "%(site)s: %(count)d objects are public.",
                    found.public,
                ) % {"site": site.hostname, "count": found.public}
                gone = ngettext(
                    "%(count)d is so no longer.", "%(count)d are so no longer.", found.gone
                ) % {"count": found.gone}
                self.stdout.write(f"{public} {gone}" if found.gone else public)
