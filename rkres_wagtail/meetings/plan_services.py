"""Verb of the plan of a year: create its drafts. Permissions are the callers' matter."""

from __future__ import annotations

import swapper
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.models import PageSubscription

from ..text import plain_slug
from .agenda_text import ParsedAgenda
from .querysets import meeting_model
from .rules import dated_slug
from .year_plan import Row, YearPlan


def create_drafts(plan: YearPlan, rows: list[Row], *, user, digest: str) -> list:
    """Create the chosen rows as drafts under the list, all or none; return the pages.

    ``digest`` is that of the plan when it was shown: whoever confirms twice, or after somebody
    else, gets a ``ValidationError`` with the code ``stale`` and creates nothing.
    """
    Page = swapper.load_model("wagtailcore", "Page")
    agenda = plan.agenda()
    if agenda.errors:
        raise ValidationError(agenda.errors)
    with transaction.atomic():
        # Those who plan under one list at once are served one after the other.
        if not Page.objects.select_for_update().filter(pk=plan.listing.pk).first():
            raise ValidationError(_("The list of meetings has been removed."), code="stale")
        fresh = YearPlan(type(plan.listing).objects.get(pk=plan.listing.pk), plan.settings)
        if fresh.digest != digest:
            raise ValidationError(
                _(
                    "Nothing was created now: this plan was confirmed already, or somebody has "
                    "changed the meetings of the year in the meantime. Look through it again."
                ),
                code="stale",
            )
        if not fresh.check(rows):
            raise ValidationError(_("Correct the marked rows."))
        return [_create(fresh, row, agenda, user) for row in rows if row.is_chosen]


def _create(plan: YearPlan, row: Row, agenda: ParsedAgenda, user):
    settings, listing = plan.settings, plan.listing
    model = meeting_model()
    when = settings.when(row.day)
    page = model(
        title=row.title,
        locale=listing.locale,
        owner=user,
        live=False,
        place_name=settings.place_name,
        place_address=settings.place_address,
    )
    when.apply(page)
    page.slug = _free_slug(dated_slug(plain_slug(row.title, "posiedzenie"), when), listing)
    page.parent_for_rules = listing
    page.chosen_bodies = [row.body]
    page.bodies = [row.body]
    for number, item in enumerate(agenda.items):
        page.agenda_items.add(page.agenda_items.model(sort_order=number, **item.fields))
    listing.add_child(instance=page)
    PageSubscription.objects.create(page=page, user=user, comment_notifications=True)
    page.save_revision(user=user, log_action=True, clean=False)
    return page


def _free_slug(base: str, listing) -> str:
    taken = set(listing.get_children().filter(slug__startswith=base).values_list("slug", flat=True))
    number, slug = 1, base
    while slug in taken:
        number += 1
        slug = f"{base}-{number}"
    return slug
