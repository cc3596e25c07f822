"""``manage.py rkres_profile``: start, check and list region profiles."""

from __future__ import annotations

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from rkres_wagtail.regions.loader import load_profile, shipped_profiles, template_text
from rkres_wagtail.regions.problems import ProfileError
from rkres_wagtail.regions.validation import schema_text


class Command(BaseCommand):
    help = "Writes, checks and lists region profiles. Touches no database."
    requires_system_checks = []

    def add_arguments(self, parser):
        what = parser.add_mutually_exclusive_group(required=True)
        what.add_argument(
            "--new", nargs="?", const="-", metavar="FILE",
            help="Write a commented profile to fill in; without FILE to the screen.",
        )  # fmt: skip
        what.add_argument("--check", metavar="FILE|NAME", help="Say what is wrong with a profile.")
        what.add_argument("--list", action="store_true", help="List the shipped profiles.")
        what.add_argument("--schema", action="store_true", help="Print the JSON Schema.")

    def handle(self, *args, new=None, check=None, **options):
        if new == "-":
            self.stdout.write(template_text(), ending="")
        elif new:
            self._write(Path(new))
        elif check:
            self._check(check)
        elif options["schema"]:
            self.stdout.write(schema_text(), ending="")
        else:
            self._list()

    def _write(self, path: Path) -> None:
        try:
            with path.open("x", encoding="utf-8", newline="\n") as file:
                file.write(template_text())
        except FileExistsError as error:
            raise CommandError(
                _("The file %(path)s exists already; it was left as it is.") % {"path": path}
            ) from error
        except OSError as error:
            raise CommandError(
                _("The file %(path)s cannot be written: %(reason)s")
                % {"path": path, "reason": error.strerror}
            ) from error
        self.stdout.write(
            _("Wrote %(path)s. Fill it in, then: manage.py rkres_profile --check %(path)s")
            % {"path": path}
        )

    def _check(self, source: str) -> None:
        try:
            profile = load_profile(source)
        except ProfileError as error:
            raise CommandError(str(error)) from error
        self.stdout.write(
            _("The profile %(key)s (%(name)s) is all right.")
            % {"key": profile.key, "name": profile.data["committee"]["name"]}
        )

    def _list(self) -> None:
        for name in shipped_profiles():
            data = load_profile(name).data
            region = data.get("region", {}).get("name", "")
            self.stdout.write(f"{name:<32} {data['committee']['name']} ({region})")
