"""What an editor of a decision is warned of; nothing is blocked (DESIGN, rule 3)."""

from __future__ import annotations

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ..bodies.models import Membership
from ..bodies.querysets import today
from ..bodies.tree import committee_of
from ..meetings.querysets import meeting_model
from .choices import Voting
from .querysets import decisions
from .rules import COUNTS


def votes_of(page) -> int:
    return sum(getattr(page, name) or 0 for name in COUNTS)


def members_on(body, day) -> int:
    """Members proper of ``body`` on ``day``; of a committee, those of its statutory body."""
    specific = body.specific
    shown = getattr(specific, "statutory_body", None) or specific
    return Membership.objects.of(shown).current(day).holders().count()


def warnings(page) -> list[str]:
    """Sentences on a saved decision, the weightiest first."""
    found = [*_about_votes(page), *_about_meeting(page), *_about_number(page)]
    if page.adopted_on and page.adopted_on > today():
        found.append(_("The day of the decision has not come yet."))
    return found


def _about_votes(page) -> list[str]:
    votes = votes_of(page)
    if not votes or page.body is None or page.adopted_on is None:
        return []
    members = members_on(page.body, page.adopted_on)
    if not members or votes <= members:
        return []
    text = ngettext(
        "%(votes)d vote was counted, but the register of members has fewer members on that day: "
        "%(members)d.",
        "%(votes)d votes were counted, but the register of members has fewer members on that "
        "day: %(members)d.",
        votes,
    )
    return [text % {"votes": votes, "members": members}]


def _about_meeting(page) -> list[str]:
    meeting = page.meeting
    if meeting is None or not issubclass(meeting.specific_class or object, meeting_model()):
        return []
    meeting, found = meeting.specific, []
    if page.voting == Voting.CIRCULATED:
        found.append(
            _("It was taken by circulated vote, and a meeting is named. Check which is right.")
        )
    if page.body is not None:
        keys = {body.translation_key for body in meeting.bodies.all()}
        if keys and page.body.translation_key not in keys:
            found.append(
                _("“%(body)s” does not meet at the chosen meeting.") % {"body": page.body.title}
            )
    when = meeting.when
    if page.adopted_on and when.is_day_known and page.adopted_on > when.last_day:
        found.append(
            _("The day of the decision (%(day)s) is after the meeting (%(date)s).")
            % {"day": date_format(page.adopted_on), "date": when.days()}
        )
    return found


def _about_number(page) -> list[str]:
    """A number is free text and may repeat in another year; in one year it is most often a slip."""
    committee = committee_of(page)
    if not page.number or committee is None or page.adopted_on is None:
        return []
    others = decisions().filter(
        path__startswith=committee.path,
        number__iexact=page.number,
        kind=page.kind,
        body=page.body,
        adopted_on__year=page.adopted_on.year,
        alias_of=None,
        locale_id=page.locale_id,
    )
    other = others.exclude(translation_key=page.translation_key).first()
    if other is None:
        return []
    return [
        _("The number %(number)s already belongs to “%(title)s”.")
        % {"number": page.number, "title": other.title}
    ]


def after_publish_page(request, page):
    """Hook: warn of what looks like a slip; nothing is stopped."""
    from wagtail.admin import messages

    from .pages import DecisionPageMixin

    page = page.specific
    if isinstance(page, DecisionPageMixin):
        for warning in warnings(page):
            messages.warning(request, warning)
