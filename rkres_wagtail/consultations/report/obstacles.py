"""What keeps a report from being published, whichever way that is tried.

A later room says what its rows lack (``register_obstacles``): the register of remarks does. Only
reports whose numbers come from the register are held back.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from ..choices import CountedFrom

HELD_BACK = "rkres_wagtail.report_held_back"
#: What Wagtail's command names as the reason of a publication.
SCHEDULED = "wagtail.publish.scheduled"


@dataclass(frozen=True)
class Obstacle:
    """One sentence; ``url`` is where it can be put right."""

    text: str
    url: str = ""
    #: Whether a reason that the public reads (``incomplete_reason``) is enough.
    yields_to_reason: bool = False


_providers: list[Callable[[object], Iterable[Obstacle]]] = []


def register_obstacles(provider: Callable[[object], Iterable[Obstacle]]) -> None:
    """Add a function of a report; called in ``wiring.ready``."""
    if provider not in _providers:
        _providers.append(provider)


class ReportHeldBack(ValidationError):
    """The report is not published; ``obstacles`` say why."""

    def __init__(self, obstacles: list[Obstacle]):
        self.obstacles = obstacles
        said = [_("Not published; what you wrote is kept in the draft.")]
        said += [each.text for each in obstacles]
        if all(each.yields_to_reason for each in obstacles):
            said.append(_("If it has to come out now, say in the report why; the public reads it."))
        super().__init__(" ".join(said), code="report_held_back")

    @property
    def url(self) -> str:
        return next((each.url for each in self.obstacles if each.url), "")


def all_obstacles(report) -> list[Obstacle]:
    """Everything that is missing, also what a reason makes good."""
    if report.counted_from != CountedFrom.REGISTER:
        return []
    return [each for provider in _providers for each in provider(report)]


def obstacles_of(report) -> list[Obstacle]:
    """What keeps ``report``, a draft as it would be published, from being published."""
    has_reason = bool(report.incomplete_reason.strip())
    return [each for each in all_obstacles(report) if not (each.yields_to_reason and has_reason)]


def check_publishable(report) -> None:
    """Raise ``ReportHeldBack``."""
    if obstacles := obstacles_of(report):
        raise ReportHeldBack(obstacles)


def is_for_later(report) -> bool:
    """Whether publishing it now only sets the time at which it is published."""
    return bool(report.go_live_at and report.go_live_at > timezone.now())


def goes_out(revision, *, user, log_action) -> bool:
    """Whether ``revision`` may be published now.

    Who asks for it is refused by ``ReportHeldBack``. At a set time nobody asks: the report stays
    unpublished, which its history says once, and comes out at the first run of the command after
    the last gap is closed.
    """
    report = revision.as_object()
    if is_for_later(report):
        return True
    obstacles = obstacles_of(report)
    if not obstacles:
        return True
    if log_action != SCHEDULED:
        raise ReportHeldBack(obstacles)
    _note(report, revision, obstacles, user)
    return False


def _note(report, revision, obstacles, user) -> None:
    from wagtail.models import ModelLogEntry

    said = ModelLogEntry.objects.for_instance(report).filter(revision=revision, action=HELD_BACK)
    if not said.exists():
        data = {"reasons": [each.text for each in obstacles]}
        log(instance=report, action=HELD_BACK, user=user, revision=revision, data=data)
