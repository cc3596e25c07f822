"""Words of Wagtail's editor that its Polish catalogue lacks, for ours to say.

Nothing imports them: they are here to be collected. Where Wagtail gets a translation of its own,
the word leaves this list (a test of the catalogue says so).
"""

from __future__ import annotations

from django.utils.translation import gettext_noop as _

MISSING_IN_POLISH = (
    _("The page could not be created due to validation errors."),
    _("The page could not be saved due to validation errors."),
    _("Go to the first error"),
    _("Autosave is paused"),
    _("Toggle checks"),
)
