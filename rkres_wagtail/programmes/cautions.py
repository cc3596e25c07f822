"""What an editor of a programme is warned of; nothing is blocked (DESIGN, rule 3)."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Count, Max
from django.utils import timezone
from django.utils.translation import gettext as _

from .choices import IN_FORCE, ActRole, ProgrammeState, ReadingState
from .models import Indicator, ProgrammeNode, Reading
from .querysets import programme_model

#: A reading of the year before last is no slip yet: programmes report late.
_YEARS_WITHOUT_READING = 2


@dataclass
class Facts:
    """What stands beside the page of a programme."""

    nodes: int = 0
    indicators: int = 0
    #: The last year of which something is known, if only that there are no data.
    last_reading: int | None = None
    is_adopted_by_act: bool = False


def facts_of(pages: list) -> dict:
    """Facts of programmes by their ``translation_key``; four queries, however many."""
    found = {page.translation_key: Facts() for page in pages}
    key = "programme__translation_key"
    nodes = ProgrammeNode.objects.of_any(pages).order_by().values_list(key)
    for each, count in nodes.annotate(count=Count("pk")):
        found[each].nodes = count
    key = f"node__{key}"
    indicators = Indicator.objects.of_any(pages).order_by().values_list(key)
    for each, count in indicators.annotate(count=Count("pk")):
        found[each].indicators = count
    readings = Reading.objects.filter(**{f"indicator__{key}__in": list(found)}).order_by()
    readings = readings.exclude(state=ReadingState.PENDING).values_list(f"indicator__{key}")
    for each, year in readings.annotate(year=Max("year")):
        found[each].last_reading = year
    for each in _adopted(pages):
        found[each].is_adopted_by_act = True
    return found


def _adopted(pages: list):
    relation = programme_model()._meta.get_field("acts")
    rows = relation.related_model._default_manager.filter(role=ActRole.ADOPTED)
    page = relation.field.name
    rows = rows.filter(**{f"{page}__in": [each.pk for each in pages]}).order_by()
    return set(rows.values_list(f"{page}__translation_key", flat=True))


def warnings(page) -> list[str]:
    """Sentences on a saved programme, the weightiest first; acts are those of its draft."""
    facts = facts_of([page])[page.translation_key]
    facts.is_adopted_by_act = any(row.role == ActRole.ADOPTED for row in page.acts.all())
    return [*_about_act(page, facts), *_about_years(page), *_about_tree(page, facts)]


def _about_act(page, facts: Facts) -> list[str]:
    if page.state not in IN_FORCE or facts.is_adopted_by_act:
        return []
    return [
        _(
            "The programme is marked as adopted, and no act says who adopted it and when (tab "
            "“Acts, files, reports”)."
        )
    ]


def _about_years(page) -> list[str]:
    found = []
    if page.state in IN_FORCE and page.ends_year is None:
        found.append(_("The last year is empty, so the programme will never be shown as closed."))
    before = page.predecessor
    if before is None or page.starts_year is None:
        return found
    before = before.specific
    last = getattr(before, "ends_year", None)
    if last is not None and last >= page.starts_year:
        found.append(
            _(
                "The programme before it, “%(title)s”, lasts until %(last)d, and this one begins "
                "in %(first)d: for a time the public sees both in force."
            )
            % {"title": before.title, "last": last, "first": page.starts_year}
        )
    return found


def _about_tree(page, facts: Facts) -> list[str]:
    if page.state in IN_FORCE and not facts.nodes:
        return [_("The programme has no elements: the public sees neither goals nor measures.")]
    since = no_reading_since(page, facts)
    if not since:
        return []
    if facts.last_reading is None:
        return [_("The indicators have no reading yet, though the programme began in %d.") % since]
    return [_("No reading of the indicators since %d. Enter one, or say “no data”.") % since]


def no_reading_since(page, facts: Facts) -> int | None:
    """The year of the last reading, or of the beginning, where that is too long ago."""
    if page.current_state not in IN_FORCE or not facts.indicators:
        return None
    year = facts.last_reading or page.starts_year
    late = timezone.localdate().year - _YEARS_WITHOUT_READING
    return year if year is not None and year < late else None


def missing(page, facts: Facts) -> list[str]:
    """What a programme lacks, in a few words; for lists."""
    found = []
    if not page.starts_year or (page.state in IN_FORCE and not page.ends_year):
        found.append(_("years"))
    if page.state in IN_FORCE and not facts.is_adopted_by_act:
        found.append(_("adopting act"))
    if not facts.nodes and page.state != ProgrammeState.DRAFT:
        found.append(_("elements"))
    if since := no_reading_since(page, facts):
        found.append(_("readings since %(year)d") % {"year": since})
    return found


def after_publish_page(request, page):
    """Hook: warn of what looks like a slip; nothing is stopped."""
    from wagtail.admin import messages

    from .pages import ProgrammePageMixin

    page = page.specific
    if isinstance(page, ProgrammePageMixin):
        for warning in warnings(page):
            messages.warning(request, warning)
