"""The three roles of a committee's office: groups with page, collection and model permissions.

* Redakcja writes and publishes the committee's pages and keeps its snippets and files;
* Sekretariat does the same and keeps the registers: members, seats, contact data, imports; it
  invites to meetings, keeps attendance and minutes, and sees the outgoing mail and who subscribes;
* Moderacja reads along; later rooms add what it moderates.

A role only ever gains permissions here: what an administrator added stays. A group or collection
that this module did not make is never used, whatever its name: it is somebody else's.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import count

from django.contrib.auth import get_permission_codename
from django.contrib.auth.models import Group, Permission
from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.utils import translation
from django.utils.translation import pgettext, pgettext_lazy
from wagtail.documents.models import Document
from wagtail.images.models import Image
from wagtail.models import Collection, GroupCollectionPermission, GroupPagePermission, Site

from ..bodies import models
from ..consultations.models import ConsultationKind, ConsultationReport, Round
from ..decisions.models import DecisionKind, Dispatch
from ..meetings.attendance.models import AttendanceSheet
from ..meetings.invitations.models import Invitation
from ..minutes.models import Minutes
from ..outbox.models import OutgoingMessage
from ..participation.models import Declaration, Subscription
from ..programmes.models import ProgrammeNode
from ..regions.models import ProfileObject
from ..remarks.models import Remark, ResponseStatus
from ..site_settings import RkresSettings
from .minutes_workflow import ensure_workflow

SNIPPETS = (
    models.Person,
    models.Organisation,
    models.Sector,
    models.Term,
    models.LegalAct,
    models.FundingNotice,
    DecisionKind,
    ConsultationKind,
    ResponseStatus,
)
REGISTERS = (models.Membership, models.Seat, models.PersonContact)
EVERYTHING = ("add", "change", "delete", "view")


@dataclass(frozen=True)
class Role:
    """What one group may do; ``models`` maps a model to actions."""

    key: str
    label: object
    page_actions: tuple[str, ...] = ()
    file_actions: tuple[str, ...] = ()
    models: tuple[tuple[tuple[type, ...], tuple[str, ...]], ...] = ()


ROLES = (
    Role(
        "editors",
        pgettext_lazy("role", "Editorial team"),
        page_actions=("add", "change", "publish", "lock"),
        file_actions=("add", "change", "choose"),
        models=((SNIPPETS, EVERYTHING), ((ConsultationReport,), (*EVERYTHING, "publish", "lock"))),
    ),
    Role(
        "secretariat",
        pgettext_lazy("role", "Secretariat"),
        page_actions=("add", "change", "publish", "lock", "unlock"),
        file_actions=("add", "change", "choose"),
        models=(
            (SNIPPETS, EVERYTHING),
            (REGISTERS, EVERYTHING),
            ((OutgoingMessage, Subscription), ("view", "change")),
            (
                (Dispatch, Round, Remark, ProgrammeNode, Declaration, RkresSettings),
                ("change",),
            ),
            ((Invitation, AttendanceSheet), ("view", "change")),
            (
                (Minutes, ConsultationReport),
                ("add", "change", "delete", "view", "publish", "lock", "unlock"),
            ),
        ),
    ),
    Role(
        "moderators",
        pgettext_lazy("role", "Moderation"),
        models=((SNIPPETS, ("view",)),),
    ),
)


#: Longest part of a name in brackets; a group's name has 150 characters.
_LONGEST = 50


@transaction.atomic
def create_roles(committee) -> dict[str, Group]:
    """Create or complete the groups of ``committee`` (a page); return them by role key.

    Groups and collection are remembered for the committee and its translations. Names that are
    taken get the committee's abbreviation in brackets, then the site's host as well.
    """
    office = _Office(committee)
    groups = office.groups()
    names = office.new_names()
    for role in ROLES:
        if role.key not in groups:
            groups[role.key] = office.remember(role.key, Group.objects.create(name=names[role.key]))
    collection = office.collection()
    for role in ROLES:
        group = groups[role.key]
        _grant_models(group, role)
        _grant_pages(group, committee, role.page_actions)
        _grant_files(group, collection, role.file_actions)
    office.ensure_minutes_workflow(groups["secretariat"], again=True)
    return {role.key: groups[role.key] for role in ROLES}


@transaction.atomic
def complete_workflow(committee) -> None:
    """Give a committee that was set up before there were minutes the workflow for them."""
    office = _Office(committee)
    secretariat = office.groups().get("secretariat")
    if secretariat is not None:
        office.ensure_minutes_workflow(secretariat)


def new_group_names(committee, *, site: Site | None = None) -> list[str]:
    """Names of the groups that ``create_roles`` would create; ``committee`` may be unsaved."""
    return list(_Office(committee, site).new_names().values())


class _Office:
    """What was made for one committee, and free names for what is still to be made."""

    def __init__(self, committee, site: Site | None = None):
        self.committee = committee
        first = Site.objects.order_by("-is_default_site", "pk").first
        self.site = site or (committee.get_site() if committee.pk else None) or first()
        self._profile = f"roles:{committee.translation_key}"
        records = ProfileObject.objects.filter(profile=self._profile)
        self._ids = {record.key: record.object_id for record in records}

    def groups(self) -> dict[str, Group]:
        """The groups that were made for this committee and are still there."""
        keys = {self._ids[role.key]: role.key for role in ROLES if role.key in self._ids}
        return {keys[str(group.pk)]: group for group in Group.objects.filter(pk__in=keys)}

    def new_names(self) -> dict[str, str]:
        """Role -> name of the group to be made; all with the same addition."""
        missing = [role for role in ROLES if role.key not in self.groups()]
        with translation.override(self.committee.locale.language_code):
            labels = {role.key: str(role.label) for role in missing}
        for addition in self._additions():
            ending = f" ({addition})" if addition else ""
            names = {key: f"{label}{ending}" for key, label in labels.items()}
            if not Group.objects.filter(name__in=names.values()).exists():
                return names
        raise AssertionError("additions do not end")

    def collection(self) -> Collection:
        """The committee's own collection of images and documents, under the root."""
        made = Collection.objects.filter(pk=self._ids.get("collection", 0)).first()
        if made is not None:
            return made
        root = Collection.get_first_root_node()
        taken = set(root.get_children().values_list("name", flat=True))
        with translation.override(self.committee.locale.language_code):
            label = pgettext("collection", "Committee: %(name)s")
        names = (label % {"name": name} for name in self._additions() if name)
        name = next(name for name in names if name not in taken)
        return self.remember("collection", root.add_child(name=name))

    def ensure_minutes_workflow(self, secretariat: Group, *, again: bool = False) -> None:
        ensure_workflow(
            self.committee,
            secretariat,
            remembered=self._ids,
            remember=self.remember,
            again=again,
        )

    def remember(self, key: str, instance):
        """Note that ``instance`` was made for this committee; return it."""
        if self.site is not None:
            ProfileObject.objects.update_or_create(
                profile=self._profile,
                key=key,
                defaults={
                    "site": self.site,
                    "content_type": ContentType.objects.get_for_model(instance),
                    "object_id": str(instance.pk),
                },
            )
        return instance

    def _additions(self) -> Iterator[str]:
        """Nothing, the abbreviation, the abbreviation and the site, then numbers."""
        name = getattr(self.committee, "abbreviation", "") or self.committee.title
        host = self.site.hostname if self.site else ""
        long = f"{name[:_LONGEST]}, {host[:_LONGEST]}"
        yield from ("", name[:_LONGEST], long)
        yield from (f"{long}, {number}" for number in count(2))


def _permissions(model, actions) -> list[Permission]:
    codenames = [get_permission_codename(action, model._meta) for action in actions]
    content_type = ContentType.objects.get_for_model(model)
    return list(Permission.objects.filter(content_type=content_type, codename__in=codenames))


def _grant_models(group: Group, role: Role) -> None:
    access = Permission.objects.get(content_type__app_label="wagtailadmin", codename="access_admin")
    granted = [access]
    for kinds, actions in role.models:
        for model in kinds:
            granted += _permissions(model, actions)
    group.permissions.add(*granted)


def _grant_pages(group: Group, committee, actions) -> None:
    base = GroupPagePermission._meta.get_field("page").related_model
    for permission in _permissions(base, actions):
        GroupPagePermission.objects.get_or_create(
            group=group, page_id=committee.pk, permission=permission
        )


def _grant_files(group: Group, collection: Collection, actions) -> None:
    # Wagtail asks for the permissions of its own models, also where a site swaps them.
    for model in (Image, Document):
        for permission in _permissions(model, actions):
            GroupCollectionPermission.objects.get_or_create(
                group=group, collection=collection, permission=permission
            )
