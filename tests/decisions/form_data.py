"""What a browser posts from the form of a decision."""

from __future__ import annotations

from wagtail.test.utils.form_data import nested_form_data, rich_text, streamfield


def decision_data(**fields):
    """The form with only ``fields`` filled in; ``action-publish=1`` publishes."""
    data = {
        "slug": "",
        "voting": "not_voted",
        "text": rich_text(""),
        "files": streamfield([]),
        "comments-TOTAL_FORMS": 0,
        "comments-INITIAL_FORMS": 0,
        **fields,
    }
    return nested_form_data(data)
