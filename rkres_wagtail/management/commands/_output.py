"""What the package's commands have in common: printing never fails."""

from __future__ import annotations

import sys

from django.core.management.base import BaseCommand


class Command(BaseCommand):
    """A command that shows "?" where the terminal has no sign for a letter.

    Texts are Polish with quotation marks; a Windows console may know neither.
    """

    def execute(self, *args, **options):
        for stream in (sys.stdout, sys.stderr, self.stdout._out, self.stderr._out):
            if hasattr(stream, "reconfigure"):
                stream.reconfigure(errors="replace")
        return super().execute(*args, **options)
