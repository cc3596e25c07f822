"""Nothing is lost: deletion is refused with the way forward, from wherever it is asked for."""

from __future__ import annotations

import pytest
import swapper
from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import ProtectedError
from django.urls import reverse
from django.utils.translation import gettext, ngettext_lazy, override
from wagtail import VERSION as WAGTAIL_VERSION
from wagtail.documents import get_document_model
from wagtail.documents.tests.utils import get_test_document_file
from wagtail.models import ReferenceIndex

from rkres_wagtail import deletion, signals
from rkres_wagtail.bodies import models
from rkres_wagtail.bodies.choices import Role
from rkres_wagtail.editorial.roles import create_roles
from tests.factories import (
    GroupPageFactory,
    LegalActFactory,
    MembershipFactory,
    OrganisationFactory,
    PersonContactFactory,
    PersonFactory,
    SeatFactory,
    SectorFactory,
    TermFactory,
)
from tests.support.users import create_user

pytestmark = [pytest.mark.django_db, pytest.mark.swapped]


@pytest.fixture
def Page():
    return swapper.load_model("wagtailcore", "Page")


def message_of(response) -> str:
    """The message that the next page of the admin shows."""
    return " ".join(str(message) for message in response.wsgi_request._messages)


# The front hall -----------------------------------------------------------------------------------


def test_nothing_depends_on_an_empty_group(group):
    assert deletion.explain([group]) is None
    deletion.refuse([group])


def test_every_protected_record_names_a_real_key_and_label():
    for record in deletion.all_records():
        assert issubclass(record.target, object)
        assert "%" not in str(record.label % {"count": 2})


def test_every_protecting_key_of_the_room_is_explained():
    """A PROTECT that nobody explains would be a 500 in the explorer."""
    explained = {(record.model, record.field) for record in deletion.all_records()}
    for model in apps.get_app_config("rkres_wagtail").get_models():
        for field in model._meta.concrete_fields:
            rel = field.remote_field
            if rel and rel.on_delete.__name__ in ("PROTECT", "RESTRICT"):
                assert (model._meta.label, field.name) in explained


def test_numbers_and_words_in_polish(committee, tier):
    for _number in range(5):
        MembershipFactory(body=tier)
    SeatFactory(body=committee)
    with override("pl"):
        message = deletion.explain([committee])
    assert "5 członkostw" in message
    assert "1 miejsce" in message
    assert "Co zrobić" in message


def test_the_exception_is_a_validation_error(tier):
    MembershipFactory(body=tier)
    with pytest.raises(ValidationError) as caught:
        deletion.refuse([tier])
    assert isinstance(caught.value, deletion.RecordsProtected)
    assert caught.value.code == "records_protected"


def test_many_names_are_cut_short(committee):
    groups = [GroupPageFactory(parent=committee) for _number in range(7)]
    for group in groups:
        MembershipFactory(body=group)
    assert "…" in deletion.explain(groups)


def test_a_deputy_in_the_same_deletion_does_not_protect(tier):
    principal = MembershipFactory(body=tier)
    deputy = MembershipFactory(body=tier, deputy_for=principal)
    assert deletion.explain([principal])
    assert deletion.explain([principal, deputy]) is None


@pytest.mark.parametrize("where", ["page", "parent", "home"])
def test_django_itself_keeps_the_records(where, committee, tier, site_root):
    MembershipFactory(body=tier)
    target = {"page": tier, "parent": committee, "home": site_root}[where]
    with pytest.raises(ProtectedError):
        type(target).objects.get(pk=target.pk).delete()
    assert models.Membership.objects.count() == 1


@pytest.fixture
def unkept_record(monkeypatch):
    """A record of another room whose key cascades: only the signal can refuse."""
    label = ngettext_lazy("%(count)d sector", "%(count)d sectors", "count")
    record = deletion.ProtectedRecord("rkres_wagtail.Sector", "committee", label)
    monkeypatch.setattr(deletion, "_records", [*deletion.all_records(), record])
    signals.connect()


@pytest.mark.parametrize("where", ["page", "parent"])
def test_the_signal_refuses_what_django_would_lose(unkept_record, where, committee, site_root):
    SectorFactory(committee=committee)
    target = committee if where == "page" else site_root
    target.refresh_from_db()
    with pytest.raises(deletion.RecordsProtected), transaction.atomic():
        target.delete()
    assert models.Sector.objects.count() == 1


# The admin: pages ---------------------------------------------------------------------------------


@pytest.fixture
def boss(client, admin_user):
    client.force_login(admin_user)
    return client


def page_url(name, *args):
    return reverse(f"wagtailadmin_pages:{name}", args=args)


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("where", ["page", "parent", "home"])
def test_explorer_explains_and_deletes_nothing(boss, method, where, committee, tier, site_root):
    MembershipFactory(body=tier)
    target = {"page": tier, "parent": committee, "home": site_root}[where]
    response = getattr(boss, method)(page_url("delete", target.pk))
    assert response.status_code == 302
    text = message_of(response)
    assert "1 członkostwo" in text
    assert "Czas i historia" in text
    assert type(tier).objects.filter(pk=tier.pk).exists()
    # Said once, on a page that exists.
    assert boss.get(response.url).status_code == 200


def test_the_way_forward_is_a_button(boss, tier):
    MembershipFactory(body=tier)
    response = boss.get(page_url("delete", tier.pk))
    assert page_url("unpublish", tier.pk) in message_of(response)


def test_a_body_without_records_may_go(boss, group, Page):
    assert boss.get(page_url("delete", group.pk)).status_code == 200
    assert boss.post(page_url("delete", group.pk)).status_code == 302
    assert not Page.objects.filter(pk=group.pk).exists()


def bulk_url(model, action, ids, next_url="/admin/"):
    kind = (model._meta.app_label, model._meta.model_name)
    url = reverse("wagtail_bulk_action", args=[*kind, action])
    return f"{url}?{'&'.join(f'id={pk}' for pk in ids)}&next={next_url}"


@pytest.mark.parametrize("method", ["get", "post"])
def test_bulk_deletion_of_pages_is_refused_as_a_whole(boss, method, committee, tier, group, Page):
    MembershipFactory(body=tier)
    response = getattr(boss, method)(bulk_url(Page, "delete", [committee.pk, group.pk]))
    assert response.status_code == 302
    text = message_of(response)
    assert committee.title in text
    assert group.title not in text
    assert Page.objects.filter(pk__in=[committee.pk, group.pk]).count() == 2


@pytest.mark.parametrize("method", ["get", "post"])
def test_bulk_deletion_says_what_to_do_where_the_key_protects(boss, method, tier, Page):
    """Wagtail alone says that something is in the way, then answers "no permission"."""
    ReferenceIndex.create_or_update_for_object(MembershipFactory(body=tier))
    assert ReferenceIndex.get_references_to(tier).exists()
    response = getattr(boss, method)(bulk_url(Page, "delete", [tier.pk]))
    assert response.status_code == 302
    assert "Czas i historia" in message_of(response)
    assert Page.objects.filter(pk=tier.pk).exists()


@pytest.mark.parametrize("method", ["get", "post"])
def test_bulk_deletion_of_a_parent_page(boss, method, site_root, tier, Page):
    MembershipFactory(body=tier)
    response = getattr(boss, method)(bulk_url(Page, "delete", [site_root.pk]))
    assert response.status_code == 302
    assert "1 członkostwo" in message_of(response)
    assert Page.objects.filter(pk=tier.pk).exists()


def test_bulk_deletion_of_what_nothing_depends_on(boss, group, Page):
    assert boss.get(bulk_url(Page, "delete", [group.pk])).status_code == 200
    response = boss.post(bulk_url(Page, "delete", [group.pk]))
    assert response.status_code == 302
    assert not Page.objects.filter(pk=group.pk).exists()


# The admin: snippets and registers ----------------------------------------------------------------


def person(tier):
    return MembershipFactory(body=tier).person


def organisation(tier):
    return MembershipFactory(body=tier).organisation


def represented(tier):
    return MembershipFactory(body=tier, represents=OrganisationFactory()).represents


def institution(tier):
    return SeatFactory(body=tier, institution=OrganisationFactory()).institution


def sector(tier):
    found = SectorFactory(committee=tier.get_parent())
    SeatFactory(body=tier, sector=found)
    return found


def term(tier):
    found = TermFactory(committee=tier.get_parent())
    LegalActFactory(body=tier, term=found)
    return found


SNIPPETS = [person, organisation, represented, institution, sector, term]


def snippet_url(instance, name, *args):
    return reverse(type(instance).snippet_viewset.get_url_name(name), args=args)


@pytest.mark.parametrize("make", SNIPPETS)
@pytest.mark.parametrize("method", ["get", "post"])
def test_a_snippet_in_use_stays(boss, tier, make, method):
    instance = make(tier)
    response = getattr(boss, method)(snippet_url(instance, "delete", instance.pk))
    assert response.status_code == 302
    assert "Co zrobić" in message_of(response)
    assert type(instance).objects.filter(pk=instance.pk).exists()


@pytest.mark.parametrize("make", SNIPPETS)
@pytest.mark.parametrize("method", ["get", "post"])
def test_a_snippet_in_use_stays_in_bulk(boss, tier, make, method):
    instance = make(tier)
    response = getattr(boss, method)(bulk_url(type(instance), "delete", [instance.pk]))
    assert response.status_code == 302
    assert "Co zrobić" in message_of(response)
    assert type(instance).objects.filter(pk=instance.pk).exists()


def test_an_unused_person_may_go(boss):
    unused = PersonFactory()
    assert boss.get(snippet_url(unused, "delete", unused.pk)).status_code == 200
    assert boss.post(snippet_url(unused, "delete", unused.pk)).status_code == 302
    assert not models.Person.objects.filter(pk=unused.pk).exists()


def test_contact_data_are_not_deleted_along_with_their_person(client, committee):
    contact = PersonContactFactory()
    user = create_user()
    user.groups.add(create_roles(committee)["editors"])
    client.force_login(user)
    url = snippet_url(contact.person, "delete", contact.person_id)
    for method in (client.get, client.post):
        response = method(url)
        assert response.status_code == 302
        assert str(contact.person) in message_of(response)
    with pytest.raises(deletion.RecordsProtected), transaction.atomic():
        contact.person.delete()
    assert models.PersonContact.objects.get() == contact


def test_a_person_may_go_after_their_contact_data(boss):
    contact = PersonContactFactory()
    assert boss.post(register_url(models.PersonContact, "delete", contact.pk)).status_code == 302
    url = snippet_url(contact.person, "delete", contact.person_id)
    assert boss.post(url).status_code == 302
    assert not models.Person.objects.exists()


@pytest.fixture
def document():
    return get_document_model().objects.create(title="Zarządzenie", file=get_test_document_file())


@pytest.mark.parametrize("method", ["get", "post"])
def test_a_document_of_an_act_stays(boss, committee, document, method):
    LegalActFactory(body=committee, document=document)
    response = getattr(boss, method)(reverse("wagtaildocs:delete", args=[document.pk]))
    assert response.status_code == 302
    assert document.title in message_of(response)
    assert gettext("What to do: first choose another file in those acts, or none.") in message_of(
        response
    )
    assert boss.get(response.url).status_code == 200
    response = getattr(boss, method)(bulk_url(type(document), "delete", [document.pk]))
    assert document.title in message_of(response)
    assert type(document).objects.filter(pk=document.pk).exists()


def test_who_may_not_delete_a_document_learns_nothing(client, committee, document):
    LegalActFactory(body=committee, document=document)
    user = create_user()
    user.groups.add(create_roles(committee)["moderators"])
    client.force_login(user)
    response = client.post(reverse("wagtaildocs:delete", args=[document.pk]))
    assert response.status_code == 302
    assert document.title not in message_of(response)


def test_another_document_may_go(boss, document):
    url = reverse("wagtaildocs:delete", args=[document.pk])
    assert boss.get(url).status_code == 200
    assert boss.post(url).status_code == 302
    assert not type(document).objects.exists()


def test_an_act_may_go_and_leaves_its_group(boss, group):
    act = LegalActFactory(body=group)
    group.founding_act = act
    group.save()
    assert boss.post(snippet_url(act, "delete", act.pk)).status_code == 302
    group.refresh_from_db()
    assert group.founding_act is None


def register_url(model, action, *args):
    return reverse(f"rkres_wagtail_{model._meta.model_name}_modeladmin_{action}", args=args)


@pytest.mark.parametrize("method", ["get", "post"])
def test_a_seat_in_use_stays(boss, tier, method):
    seat = SeatFactory(body=tier)
    MembershipFactory(body=tier, seat=seat)
    response = getattr(boss, method)(register_url(models.Seat, "delete", seat.pk))
    assert response.status_code in (200, 302)
    assert models.Seat.objects.filter(pk=seat.pk).exists()


@pytest.mark.parametrize("method", ["get", "post"])
def test_a_member_with_a_deputy_stays(boss, tier, method):
    principal = MembershipFactory(body=tier, role=Role.CHAIR)
    MembershipFactory(body=tier, deputy_for=principal)
    response = getattr(boss, method)(register_url(models.Membership, "delete", principal.pk))
    assert response.status_code in (200, 302)
    assert models.Membership.objects.filter(pk=principal.pk).exists()


# Moving -------------------------------------------------------------------------------------------


def test_a_body_does_not_move_where_its_type_may_not_stand(boss, group, site_root):
    response = boss.get(page_url("move_confirm", group.pk, site_root.pk))
    assert response.status_code == 302
    assert response.url == page_url("move", group.pk)
    assert group.title in message_of(response)


def test_a_group_moves_within_its_committee(boss, group, tier, Page):
    MembershipFactory(body=group)
    url = page_url("move_confirm", group.pk, tier.pk)
    assert boss.get(url).status_code == 200
    assert boss.post(url).status_code == 302
    assert Page.objects.get(pk=group.pk).get_parent().pk == tier.pk


# API v3 -------------------------------------------------------------------------------------------


class TestActions:
    """What API v3 calls; it runs none of the admin's hooks. Actions came with Wagtail 8.0."""

    __test__ = WAGTAIL_VERSION >= (8, 0)

    def action(self, instance, user):
        from wagtail.actions.registry import action_registry

        model = type(instance)
        return action_registry.get_action_class(model, "delete")(instance, user=user)

    @pytest.mark.parametrize("where", ["page", "parent", "home"])
    def test_page(self, where, committee, tier, site_root, admin_user):
        MembershipFactory(body=tier)
        target = {"page": tier, "parent": committee, "home": site_root}[where]
        target.refresh_from_db()
        with pytest.raises(deletion.RecordsProtected):
            self.action(target, admin_user).execute()

    @pytest.mark.parametrize("make", SNIPPETS)
    def test_snippet(self, tier, make, admin_user):
        instance = make(tier)
        with pytest.raises(deletion.RecordsProtected):
            self.action(instance, admin_user).execute()
        assert type(instance).objects.filter(pk=instance.pk).exists()

    def test_permission_comes_first(self, tier):
        from django.core.exceptions import PermissionDenied

        MembershipFactory(body=tier)
        user = create_user()
        with pytest.raises(PermissionDenied):
            self.action(tier, user).execute()

    def test_what_nothing_depends_on_goes(self, group, admin_user, Page):
        self.action(group, admin_user).execute()
        assert not Page.objects.filter(pk=group.pk).exists()
