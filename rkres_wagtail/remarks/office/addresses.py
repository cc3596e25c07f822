"""Names of the office's screens of remarks, and ways to them."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import pgettext_lazy
from wagtail.coreutils import safe_snake_case

from ...consultations.document.addresses import where_there_is

__all__ = ["REMARKS_TAB", "edit_url", "register_url", "remark_url", "where_there_is"]

REMARKS_TAB = pgettext_lazy("admin menu", "Remarks")

LIST_URL = "rkres_remarks_list"
REGISTER_URL = "rkres_remarks"
BULK_URL = "rkres_remarks_bulk"
REMARK_URL = "rkres_remark"
SUBMISSION_URL = "rkres_submission"
FILE_URL = "rkres_submission_file"
ADD_URL = "rkres_remark_add"
RULES_URL = "rkres_remark_rules"
#: Of another part: write one answer to one or many remarks; edit an answer.
ANSWER_URL = "rkres_answer"
RESPONSE_URL = "rkres_response"
#: Name of the query by which remarks are told to ``ANSWER_URL``.
CHOSEN = "uwaga"


def edit_url(page) -> str:
    """The page's editor, at the tab of remarks."""
    tab = safe_snake_case(str(REMARKS_TAB))
    return f"{reverse('wagtailadmin_pages:edit', args=[page.pk])}#tab-{tab}"


def register_url(page, query: str = "") -> str:
    """The register of a consultation; ``query`` is an encoded one."""
    url = reverse(REGISTER_URL, args=[page.pk])
    return f"{url}?{query}" if query else url


def remark_url(remark) -> str:
    return reverse(REMARK_URL, args=[remark.pk])


def answer_url(page, remarks) -> str:
    """Where ``remarks`` (keys) are answered; empty while no part offers that."""
    url = where_there_is(ANSWER_URL, page.pk)
    return f"{url}?{'&'.join(f'{CHOSEN}={pk}' for pk in remarks)}" if url else ""
