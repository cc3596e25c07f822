"""Names of this part's screens in the admin."""

from __future__ import annotations

from django.urls import NoReverseMatch, reverse

ANSWER_URL = "rkres_answer"
RESPONSE_URL = "rkres_response"
GROUPS_URL = "rkres_remark_groups"
GAPS_URL = "rkres_report_gaps"
#: From one remark to where its answer is written.
FORWARD_URL = "rkres_remark_answer"
#: Of the office's part.
REGISTER_URL, REMARK_URL = "rkres_remarks", "rkres_remark"


def register_url(page) -> str:
    """Where the remarks of a consultation are listed."""
    try:
        return reverse(REGISTER_URL, args=[page.pk])
    except NoReverseMatch:
        return reverse("wagtailadmin_pages:edit", args=[page.pk])


def remark_url(page, remark) -> str:
    """Where one remark is read and approved."""
    try:
        return reverse(REMARK_URL, args=[remark.pk])
    except NoReverseMatch:
        return register_url(page)


def answer_url(page, remarks=()) -> str:
    """The form for one answer to these remarks."""
    query = "&".join(f"uwaga={each.pk}" for each in remarks)
    url = reverse(ANSWER_URL, args=[page.pk])
    return f"{url}?{query}" if query else url


def response_url(response) -> str:
    return reverse(RESPONSE_URL, args=[response.pk])


def writing_url(page, remark) -> str:
    """Where the answer to one remark is written or changed."""
    if remark.response_id:
        return reverse(RESPONSE_URL, args=[remark.response_id])
    return answer_url(page, [remark])
