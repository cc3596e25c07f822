"""Closed lists of the bodies room."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class GroupKind(models.TextChoices):
    """Kinds of groups met in the regions (requirement 5)."""

    WORKING = "working", _("working group")
    COORDINATING = "coordinating", _("coordinating group")
    THEMATIC = "thematic", _("thematic group")
    TERRITORIAL = "territorial", _("territorial sub-committee")
    PRESIDIUM = "presidium", _("presidium")
    TASK_TEAM = "task_team", _("task team")


class MembersVisibility(models.TextChoices):
    """How much of its composition a body publishes."""

    NAMES = "names", _("list of members")
    NUMBERS = "numbers", _("number of members only")
    NOTHING = "nothing", _("nothing")


class Role(models.TextChoices):
    """Roles in a body (requirement 19); the labels name both genders."""

    CHAIR = "chair", _("chair")
    FIRST_VICE_CHAIR = "first_vice_chair", _("first vice-chair")
    SECOND_VICE_CHAIR = "second_vice_chair", _("second vice-chair")
    VICE_CHAIR = "vice_chair", _("vice-chair")
    SECRETARY = "secretary", _("secretary")
    LEADER = "leader", _("group leader")
    COORDINATOR = "coordinator", _("coordinator")
    MEMBER = "member", _("member")
    SUPPORTING = "supporting", _("supporting member")
    OBSERVER = "observer", _("observer")


#: Roles that one body has once at a time; a second holder earns the editor a warning.
SINGLE_ROLES = frozenset({Role.CHAIR, Role.FIRST_VICE_CHAIR, Role.SECOND_VICE_CHAIR})

#: Order in which roles are shown.
ROLE_ORDER = {role: index for index, role in enumerate(Role.values)}


class EndReason(models.TextChoices):
    """Why a membership ended: art. 57(3) of the act of 5 August 2022 and practice. Never public."""

    TERM = "term", _("end of term")
    REQUEST = "request", _("own request")
    REPRESENTED = "represented", _("request of the represented body")
    ROLE = "role", _("change of role")
    ABSENCE = "absence", _("unexcused absence at three consecutive meetings")
    CONVICTION = "conviction", _("final conviction for an intentional crime")
    DEATH = "death", _("death")
    OTHER = "other", _("other justified case")


class OrganisationKind(models.TextChoices):
    LOCAL_GOVERNMENT = "local_government", _("local or regional government")
    GOVERNMENT = "government", _("government administration")
    ASSOCIATION = "association", _("association")
    FOUNDATION = "foundation", _("foundation")
    COOPERATIVE = "cooperative", _("cooperative")
    SOCIAL_ENTERPRISE = "social_enterprise", _("social enterprise")
    REINTEGRATION = "reintegration", _("reintegration unit (CIS, KIS, WTZ, ZAZ)")
    SUPPORT_CENTRE = "support_centre", _("social economy support centre (OWES)")
    SOCIAL_POLICY_CENTRE = "social_policy_centre", _("regional social policy centre (ROPS)")
    COUNCIL = "council", _("council or advisory body")
    UNIVERSITY = "university", _("university")
    RESEARCH = "research", _("research institute")
    TRADE_UNION = "trade_union", _("trade union")
    EMPLOYERS = "employers", _("employers' organisation")
    BUSINESS = "business", _("business")
    MEDIA = "media", _("media")
    OTHER = "other", _("other")


class ActKind(models.TextChoices):
    RESOLUTION = "resolution", _("resolution")
    ORDINANCE = "ordinance", _("ordinance")
    STATUTE = "statute", _("statute")
    REGULATION = "regulation", _("regulation")
    RULES = "rules", _("rules of procedure")
    OTHER = "other", _("other act")


class ActPurpose(models.TextChoices):
    """What an act does to a body (requirement 13)."""

    BASIS = "basis", _("legal basis")
    FOUNDS = "founds", _("founds the body")
    ORGANISES = "organises", _("sets organisation and procedure")
    APPOINTS = "appoints", _("appoints members")
    AMENDS = "amends", _("amends")
    DISSOLVES = "dissolves", _("dissolves the body")
    #: Of another authority: it founds and appoints nothing here.
    PROGRAMME = "programme", _("concerns a programme")
    OTHER = "other", _("other")


class QuorumRule(models.TextChoices):
    """How many of its members a body needs (of those who are members on the day)."""

    NONE = "none", _("no quorum is required")
    HALF = "half", _("at least half of the members")
    MORE_THAN_HALF = "more_than_half", _("more than half of the members")
    NUMBER = "number", _("a fixed number of members")
