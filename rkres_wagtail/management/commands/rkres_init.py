"""``manage.py rkres_init``: set a region up from its profile, or bring it up to date."""

from __future__ import annotations

from django.core.management.base import CommandError
from django.db import connections, router
from django.utils.translation import gettext as _

from rkres_wagtail.regions.loader import load_profile
from rkres_wagtail.regions.models import ProfileObject
from rkres_wagtail.regions.places import PlaceError, find_parent, find_site
from rkres_wagtail.regions.problems import ProfileError
from rkres_wagtail.regions.services import apply_profile

from . import _output


class Command(_output.Command):
    help = (
        "Builds the pages and registers of a region from a profile. Run again it brings them up "
        "to date and keeps what editors changed. See docs/reference/profile.md."
    )

    def add_arguments(self, parser):
        parser.add_argument(
            "--profile", required=True, metavar="FILE|NAME",
            help="A TOML file, or a shipped profile (see rkres_profile --list).",
        )  # fmt: skip
        parser.add_argument(
            "--site", metavar="HOST[:PORT]", help="The site; needed when there are several."
        )
        parser.add_argument(
            "--parent", metavar="PAGE",
            help="Id or address (/o-nas/) of the page under which the committee is made; "
            "the site's root page by default.",
        )  # fmt: skip
        parser.add_argument("--dry-run", action="store_true", help="Only say what would be done.")
        parser.add_argument(
            "--recreate", action="store_true", help="Make again what editors deleted."
        )

    def handle(self, *args, profile, site=None, parent=None, verbosity=1, **options):
        try:
            loaded = load_profile(profile)
            _check_tables()
            found_site, page = self._place(site, parent)
            report = apply_profile(
                loaded,
                site=found_site,
                parent=page,
                dry_run=options["dry_run"],
                recreate=options["recreate"],
            )
        except ProfileError as error:
            raise CommandError(f"{error}\n{_('Nothing was changed.')}") from error
        except PlaceError as error:
            raise CommandError(str(error)) from error
        if verbosity:
            self.stdout.write(
                _("Profile %(profile)s on the site %(site)s:%(port)d")
                % {"profile": loaded.key, "site": found_site.hostname, "port": found_site.port}
            )
            self.stdout.write("\n".join(report.lines(verbose=verbosity > 1)))
            if report.committee is not None:
                self.stdout.write(
                    _("Committee: %(address)s (page %(id)s)")
                    % {"address": report.committee.full_url, "id": report.committee.pk}
                )

    def _place(self, site, parent):
        """A parent given by id says the site; one given by address needs it."""
        page = find_parent(parent, site=None)
        found = find_site(site, parent=page)
        return found, page or find_parent(parent, site=found)


def _check_tables() -> None:
    """Before the first migrate there is nothing to work on."""
    connection = connections[router.db_for_write(ProfileObject)]
    if ProfileObject._meta.db_table not in connection.introspection.table_names():
        raise CommandError(_("The database has no tables yet. Run first: manage.py migrate"))
