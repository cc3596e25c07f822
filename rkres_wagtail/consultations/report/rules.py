"""What must hold of reports, whoever writes them; the law warns, only nonsense is refused."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from ...dates import long_date
from ..course import course_of, first_day, today_of
from ..models import ConsultationReport
from ..querysets import consultations


def reason_not_to_start(page, now=None) -> str:
    """Why the consultation ``page`` gets no report now; empty where it may."""
    now = now or timezone.now()
    if ConsultationReport.objects.of(page).exists():
        return _("This consultation already has a report.")
    if course_of(page, now=now).last_closed(now) is None:
        return _("No round is over yet: a report is written when people have answered.")
    return ""


def without_report():
    """Consultations with a round that is over and no report; the one closed last comes first."""
    from django.db.models import Case, Exists, Max, OuterRef, Subquery, When
    from wagtail.models import Locale

    from ..models import Round

    key = OuterRef("translation_key")
    over = Round.objects.filter(consultation__translation_key=key, ends_at__lte=timezone.now())
    ended = over.order_by().values("consultation__translation_key").annotate(last=Max("ends_at"))
    reports = ConsultationReport.objects.filter(consultation__translation_key=key)
    # One page stands for all languages, whichever of them the rounds hang on.
    default = When(locale__language_code=Locale.get_default().language_code, then=0)
    twins = consultations().filter(translation_key=key, alias_of=None)
    first = twins.order_by(Case(default, default=1), "pk").values("pk")[:1]
    found = consultations().filter(Exists(over), ~Exists(reports), pk=Subquery(first))
    return found.annotate(ended_at=Subquery(ended.values("last"))).order_by("-ended_at", "pk")


def check_report(report) -> None:
    """Raise ``ValidationError`` by field for a day that cannot be."""
    day = report.published_on
    if day is None:
        return
    if day > today_of(timezone.now()):
        raise ValidationError({"published_on": _("This day has not come yet.")})
    if not report.consultation_id:
        return
    rounds = course_of(report.consultation_page).rounds
    if rounds and day < first_day(rounds[0]):
        message = _("The day is before the consultation opened, which was on %(day)s.")
        raise ValidationError({"published_on": message % {"day": long_date(first_day(rounds[0]))}})
