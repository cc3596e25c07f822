"""``manage.py rkres_profile``: start, check and list region profiles."""

from __future__ import annotations

from pathlib import Path

from django.core.management.base import CommandError
from django.utils.translation import gettext as _

from rkres_wagtail.regions.loader import (
    load_profile,
    shipped_profiles,
    shipped_text,
    template_text,
)
from rkres_wagtail.regions.problems import ProfileError
from rkres_wagtail.regions.validation import schema_text

from . import _output


class Command(_output.Command):
    help = "Writes, checks and lists region profiles. Touches no database."
    requires_system_checks = []

    def add_arguments(self, parser):
        what = parser.add_mutually_exclusive_group(required=True)
        what.add_argument(
            "--new", nargs="?", const="-", metavar="FILE",
            help="Write a commented profile to fill in; without FILE to the screen.",
        )  # fmt: skip
        parser.add_argument(
            "--from", dest="source", metavar="NAME",
            help="With --new: copy this shipped profile instead (see --list).",
        )  # fmt: skip
        what.add_argument("--check", metavar="FILE|NAME", help="Say what is wrong with a profile.")
        what.add_argument("--list", action="store_true", help="List the shipped profiles.")
        what.add_argument("--schema", action="store_true", help="Print the JSON Schema.")

    def handle(self, *args, new=None, check=None, source=None, **options):
        if source and not new:
            raise CommandError(_("--from goes with --new."))
        if new:
            text = self._text(source)
        if new == "-":
            self.stdout.write(text, ending="")
        elif new:
            self._write(Path(new), text)
        elif check:
            self._check(check)
        elif options["schema"]:
            self.stdout.write(schema_text(), ending="")
        else:
            self._list()

    def _text(self, source: str | None) -> str:
        text = shipped_text(source) if source else template_text()
        if text is None:
            raise CommandError(
                _("There is no shipped profile “%(name)s”. There are: %(names)s.")
                % {"name": source, "names": ", ".join(shipped_profiles())}
            )
        return text

    def _write(self, path: Path, text: str) -> None:
        try:
            with path.open("x", encoding="utf-8", newline="\n") as file:
                file.write(text)
        except FileExistsError as error:
            raise CommandError(
                _("The file %(path)s exists already; it was left as it is.") % {"path": path}
            ) from error
        except (OSError, ValueError) as error:
            raise CommandError(
                _("The file %(path)s cannot be written. Does its folder exist, and may you write?")
                % {"path": path}
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
