"""What a browser posts from the editor of minutes."""

from __future__ import annotations

from wagtail.test.utils.form_data import nested_form_data, rich_text, streamfield


def minutes_data(minutes, **fields) -> dict:
    """The form as it was opened; ``blocks`` is other content, ``action-publish=1`` publishes."""
    draft = type(minutes).objects.get(pk=minutes.pk).get_latest_revision_as_object()
    blocks = fields.pop("blocks", None) or list(draft.content.get_prep_value())
    rich = {
        name: rich_text(fields.pop(name, getattr(draft, name))) for name in ("opening", "closing")
    }
    return nested_form_data(
        {
            "chaired_by": draft.chaired_by,
            "taken_by": draft.taken_by,
            "go_live_at": "",
            "expire_at": "",
            **rich,
            "content": streamfield([(each["type"], _posted(each["value"])) for each in blocks]),
            **fields,
        }
    )


def _posted(value: dict) -> dict:
    found = dict(value)
    for name in ("discussion", "outcome", "text"):
        if name in found:
            found[name] = rich_text(found[name])
    if not found.pop("is_internal"):
        return found
    return {**found, "is_internal": "on"}
