"""What a browser posts from the form of a consultation."""

from __future__ import annotations

from wagtail.test.utils.form_data import inline_formset, nested_form_data, rich_text, streamfield

#: What is asked for on publishing, beside kind and body.
ASKED = {"lead": "Program mówi, jak region wesprze podmioty.", "authority": "Zarząd Województwa"}


def consultation_data(*, hearings=(), **fields):
    """The form with only ``fields`` filled in; ``action-publish=1`` publishes."""
    data = {
        "slug": "",
        "receipt_date_counts": "true",
        "anonymous_accepted": "true",
        **{name: rich_text("") for name in ("description", "other_rules")},
        **{name: streamfield([]) for name in ("channels", "forms", "copies")},
        "hearings": inline_formset([{"id": "", **row} for row in hearings]),
        "comments-TOTAL_FORMS": 0,
        "comments-INITIAL_FORMS": 0,
        **fields,
    }
    return nested_form_data(data)
