"""Names of the addresses of this part's screens, and the way back to the editor."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail.coreutils import safe_snake_case

ADD = "rkres_round_add"
CHANGE = "rkres_round_change"
REMOVE = "rkres_round_remove"
EXTEND = "rkres_round_extend"
OUTCOME = "rkres_consultation_outcome"
REVOKE = "rkres_consultation_outcome_revoke"

#: The tab of the editor to which the screens lead back.
DATES_TAB = _("Dates")


def editor_of(page) -> str:
    """The editor of the page, opened at its dates."""
    tab = safe_snake_case(str(DATES_TAB))
    return f"{reverse('wagtailadmin_pages:edit', args=[page.pk])}#tab-{tab}"
