"""What a browser posts from the form of a meeting."""

from __future__ import annotations

from django.urls import reverse
from wagtail.test.utils.form_data import inline_formset, nested_form_data, rich_text, streamfield


def add_url(model, listing) -> str:
    meta = model._meta
    return reverse("wagtailadmin_pages:add", args=[meta.app_label, meta.model_name, listing.pk])


def edit_url(page) -> str:
    return reverse("wagtailadmin_pages:edit", args=[page.pk])


def meeting_data(*, agenda=(), agenda_initial=0, materials=(), materials_initial=0, **fields):
    """The form with only ``fields`` filled in; ``action-publish=1`` publishes.

    Several values of one field are a tuple: a list would be taken for rows.
    """
    data = {
        "slug": "",
        "status": "planned",
        "date_precision": "minute",
        "meeting_form": "on_site",
        "access_visibility": "never",
        "access_hours": 24,
        **{name: rich_text("") for name in ("description", "report")},
        **{name: streamfield([]) for name in ("outside_bodies", "services", "photos")},
        "agenda_items": inline_formset(
            [{"id": "", "level": 1, **row} for row in agenda], initial=agenda_initial
        ),
        "materials": inline_formset(
            [{"id": "", "kind": "other", "access": "accessible", **row} for row in materials],
            initial=materials_initial,
        ),
        "comments-TOTAL_FORMS": 0,
        "comments-INITIAL_FORMS": 0,
        **fields,
    }
    return nested_form_data(data)


def draft_of(page):
    """The page as its latest draft has it."""
    return type(page).objects.get(pk=page.pk).get_latest_revision_as_object()


def stored_data(page, **fields):
    """The form of ``page`` as it was opened: its agenda and materials, whatever else is given."""
    latest = draft_of(page)
    values = {
        name: getattr(latest, name) if getattr(latest, name) is not None else ""
        for name in (
            "title",
            "slug",
            "place_name",
            "meeting_form",
            "status",
            "date_precision",
            "starts_on",
            "starts_time",
            "ends_on",
            "ends_time",
        )
    }
    values["starts_on"] = latest.starts_on.isoformat() if latest.starts_on else ""
    values["bodies"] = tuple(body.pk for body in latest.bodies.all())
    agenda = [
        {
            "id": item.pk or "",
            "title": item.title,
            "level": item.level,
            "uuid": str(item.uuid),
            **({"is_internal": "on"} if item.is_internal else {}),
        }
        for item in latest.agenda_items.all()
    ]
    return meeting_data(**{"agenda": agenda, "agenda_initial": len(agenda), **values, **fields})


def errors_of(response) -> dict:
    """Field -> its errors, with those of the rows; empty where the form was taken."""
    if response.status_code == 302:
        return {}
    form = response.context["form"]
    found = dict(form.errors)
    for name, formset in form.formsets.items():
        if formset.non_form_errors():
            found[name] = list(formset.non_form_errors())
        for row in formset.errors:
            for field, errors in row.items():
                found.setdefault(f"{name}.{field}", []).extend(errors)
    return found
