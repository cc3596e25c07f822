"""The three roles of a committee's office: groups with page, collection and model permissions.

* Redakcja writes and publishes the committee's pages and keeps its snippets and files;
* Sekretariat does the same and keeps the registers: members, seats, contact data, imports;
* Moderacja reads along; later rooms add what it moderates.

A role only ever gains permissions here: what an administrator added stays.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib.auth import get_permission_codename
from django.contrib.auth.models import Group, Permission
from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.utils import translation
from django.utils.translation import pgettext, pgettext_lazy
from wagtail.documents.models import Document
from wagtail.images.models import Image
from wagtail.models import Collection, GroupCollectionPermission, GroupPagePermission

from ..bodies import models
from ..site_settings import RkresSettings

SNIPPETS = (
    models.Person,
    models.Organisation,
    models.Sector,
    models.Term,
    models.LegalAct,
    models.FundingNotice,
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
        models=((SNIPPETS, EVERYTHING),),
    ),
    Role(
        "secretariat",
        pgettext_lazy("role", "Secretariat"),
        page_actions=("add", "change", "publish", "lock", "unlock"),
        file_actions=("add", "change", "choose"),
        models=((SNIPPETS, EVERYTHING), (REGISTERS, EVERYTHING), ((RkresSettings,), ("change",))),
    ),
    Role(
        "moderators",
        pgettext_lazy("role", "Moderation"),
        models=((SNIPPETS, ("view",)),),
    ),
)


@transaction.atomic
def create_roles(committee) -> dict[str, Group]:
    """Create or complete the groups of ``committee`` (a page); return them by role key.

    The first committee of a site has the plain names; a further one has its abbreviation in
    brackets after them, so that each office works on its own pages only.
    """
    with translation.override(committee.locale.language_code):
        suffix = _suffix(committee)
        groups = {role.key: _group(f"{role.label}{suffix}") for role in ROLES}
        collection = _collection(committee)
    for role in ROLES:
        group = groups[role.key]
        _grant_models(group, role)
        _grant_pages(group, committee, role.page_actions)
        _grant_files(group, collection, role.file_actions)
    return groups


def _suffix(committee) -> str:
    """Nothing, or the committee's name where the plain group belongs to another committee."""
    plain = Group.objects.filter(name=str(ROLES[0].label)).first()
    if plain is None:
        return ""
    pages = set(GroupPagePermission.objects.filter(group=plain).values_list("page_id", flat=True))
    if not pages or committee.pk in pages:
        return ""
    return f" ({_short_name(committee)})"


def _short_name(committee) -> str:
    return (getattr(committee, "abbreviation", "") or committee.title)[:100]


def _group(name: str) -> Group:
    return Group.objects.get_or_create(name=name)[0]


def _collection(committee) -> Collection:
    """The committee's own collection of images and documents, under the root."""
    name = pgettext("collection", "Committee: %(name)s") % {"name": _short_name(committee)}
    root = Collection.get_first_root_node()
    return root.get_children().filter(name=name).first() or root.add_child(name=name)


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
