"""From a profile to pages and registers, and again."""

from __future__ import annotations

import time

import pytest
import swapper
from django.contrib.auth.models import Group
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import ModelLogEntry, PageLogEntry

from rkres_wagtail.bodies.models import (
    FundingNotice,
    LegalAct,
    Organisation,
    Seat,
    Sector,
    Term,
)
from rkres_wagtail.bodies.pages import CommitteePageMixin, GroupPageMixin, TierPageMixin
from rkres_wagtail.bodies.tree import pages_of
from rkres_wagtail.regions import services, values
from rkres_wagtail.regions.models import ProfileObject
from rkres_wagtail.regions.problems import ProfileError
from rkres_wagtail.regions.report import Outcome
from rkres_wagtail.text import without_directions

from .conftest import edited

pytestmark = [pytest.mark.django_db, pytest.mark.swapped]


def page(mixin, title):
    return pages_of(mixin).get(title=title).specific


def committee(title="Komitet próbny"):
    return page(CommitteePageMixin, title)


def publish(instance, **fields):
    for name, value in fields.items():
        setattr(instance, name, value)
    instance.save_revision().publish()


def counts():
    Page = swapper.load_model("wagtailcore", "Page")
    models = (Page, Organisation, FundingNotice, Sector, Term, LegalAct, Seat, ProfileObject)
    return [model.objects.count() for model in models]


def test_builds_pages_and_registers(apply, site_root):
    report = apply()

    body = committee()
    assert report.committee.pk == body.pk
    assert body.get_parent().pk == site_root.pk
    assert body.live and not body.has_unpublished_changes and body.latest_revision
    assert (body.slug, body.abbreviation, body.region) == ("komitet-probny", "KP", "lodz")
    assert body.name_genitive == "Komitetu próbnego"
    assert body.host_organisation.name == "ROPS w Próbowie"
    assert body.funding.name == "Fundusze"
    assert body.contact_email == "biuro@example.org"
    assert (body.meeting_label, body.group_label) == ("spotkanie", "zespół")
    assert body.role_labels[0].value["label"] == "prezes"
    assert body.programmes[0].value["abbreviation"] == "PP"
    assert body.history[0].value["name"] == "Rada"
    assert body.description == (
        '<p>Akapit <b>ważny</b> z <a href="https://example.org/a">odnośnikiem</a>.</p>'
        "<ul><li>jeden</li><li>dwa</li></ul>"
    )
    first, second = page(TierPageMixin, "Szczebel pierwszy"), page(TierPageMixin, "Szczebel drugi")
    assert body.statutory_body_id == first.pk
    assert (first.position, second.position) == (1, 2)
    assert second.members_visibility == "numbers"
    team, coordination = page(GroupPageMixin, "Zespół"), page(GroupPageMixin, "Koordynacja")
    assert team.get_parent().pk == first.pk
    assert team.outputs[0].value["year"] == 2024
    assert [block.value.pk for block in coordination.supervises] == [team.pk, second.pk]
    act = LegalAct.objects.get()
    assert team.founding_act == act and act.body_id == team.pk and act.term == Term.objects.get()
    assert [sector.name for sector in Sector.objects.all()] == ["Samorządy", "Podmioty"]
    seats = list(Seat.objects.all())
    assert [seat.body_id for seat in seats] == [first.pk] * 3
    assert [seat.label for seat in seats] == ["Samorządy", "Samorządy", "dyrektor ROPS"]
    assert len(report.of(Outcome.CREATED)) == len(report.entries) == 14


def test_quorum_and_names_of_attendance(apply):
    text = edited(
        ("seats_min = 3", 'seats_min = 3\nquorum = "number"\nquorum_number = 5'),
        ('name = "Szczebel drugi"', 'name = "Szczebel drugi"\nattendance_names = true'),
    )
    apply(text)
    body, tier = committee(), page(TierPageMixin, "Szczebel drugi")
    assert (body.quorum_rule, body.quorum_number) == ("number", 5)
    assert (body.attendance_names_public, tier.attendance_names_public) == (False, True)
    assert tier.quorum_rule == "none"
    assert {entry.outcome for entry in apply(text).entries} == {Outcome.UNCHANGED}
    changed = edited(("quorum_number = 5\n", ""), ('"number"', '"half"'), text=text)
    apply(changed)
    # The two go together: another rule takes the number away.
    assert (committee().quorum_rule, committee().quorum_number) == ("half", None)


def test_leaves_revisions_and_log_entries(apply, django_user_model):
    apply()
    body = committee()
    actions = PageLogEntry.objects.filter(page=body.pk).values_list("action", flat=True)
    assert sorted(actions) == ["wagtail.create", "wagtail.publish"]
    assert body.revisions.count() == 1
    created = ModelLogEntry.objects.filter(action="wagtail.create").count()
    assert created == ProfileObject.objects.filter(profile="test").count() - 5


def test_groups_of_editors_are_made_once(apply):
    apply()
    groups = Group.objects.exclude(name__in=("Editors", "Moderators"))
    assert groups.count() == 3
    first = groups.order_by("pk").first()
    first.permissions.clear()
    apply()
    assert not first.permissions.exists()
    apply(recreate=True)
    assert first.permissions.exists()


def test_second_run_writes_nothing(apply):
    apply()
    before = counts()
    with CaptureQueriesContext(connection) as queries:
        report = apply()
    written = [
        query["sql"]
        for query in queries
        if query["sql"].startswith(("INSERT", "UPDATE", "DELETE")) and "rkres" in query["sql"]
    ]
    assert written == []
    assert counts() == before
    assert {entry.outcome for entry in report.entries} == {Outcome.UNCHANGED}
    assert not report.has_changes


def test_edited_profile_updates_what_it_owns(apply):
    apply()
    report = apply(
        edited(
            ("Wiersz pierwszy.", "Wiersz nowy."),
            ("ROPS w Próbowie", "ROPS w Nowogrodzie"),
            ('tasks = "Opiniuje."', 'tasks = "Opiniuje i doradza."'),
            ('supervises = ["zespol", "drugi"]', 'supervises = ["zespol"]'),
        )
    )
    assert committee().lead == "Wiersz nowy.\nWiersz drugi."
    assert Organisation.objects.get().name == "ROPS w Nowogrodzie"
    assert page(TierPageMixin, "Szczebel pierwszy").tasks == "<p>Opiniuje i doradza.</p>"
    assert len(page(GroupPageMixin, "Koordynacja").supervises) == 1
    updated = {entry.key: entry.fields for entry in report.of(Outcome.UPDATED)}
    assert updated == {
        "committee": ("lead",),
        "organisations.rops": ("name",),
        "tiers.pierwszy": ("tasks",),
        "groups.koordynacja": ("supervises",),
    }
    assert committee().revisions.count() == 2


def test_new_items_are_added(apply):
    apply()
    report = apply(
        edited(
            ("[[groups]]", '[[tiers]]\nkey = "trzeci"\nname = "Szczebel trzeci"\n\n[[groups]]'),
            ("count = 2", "count = 3"),
        )
    )
    assert page(TierPageMixin, "Szczebel trzeci").position == 3
    assert report.keys(Outcome.CREATED) == ["tiers.trzeci", "seats.jst.3"]
    assert Seat.objects.count() == 4


def test_editors_changes_are_kept(apply):
    apply()
    publish(committee(), lead="Zmiana redakcji.", title="Komitet przemianowany")
    sector = Sector.objects.get(name="Podmioty")
    sector.name = "Podmioty ES"
    sector.save()

    report = apply(edited(("Wiersz pierwszy.", "Wiersz nowy."), ('"KP"', '"KPR"')))

    body = committee("Komitet przemianowany")
    assert body.lead == "Zmiana redakcji."
    assert body.abbreviation == "KPR"
    assert Sector.objects.filter(name="Podmioty ES").exists()
    kept = {entry.key: entry.fields for entry in report.of(Outcome.KEPT)}
    assert kept == {"committee": ("lead", "name"), "sectors.pes": ("name",)}
    assert report.of(Outcome.UPDATED)[0].fields == ("abbreviation",)


def test_an_editor_who_goes_back_gives_the_field_back(apply):
    apply()
    publish(committee(), lead="Zmiana redakcji.")
    apply()
    publish(committee(), lead="Wiersz pierwszy.\nWiersz drugi.")
    apply(edited(("Wiersz pierwszy.", "Wiersz nowy.")))
    assert committee().lead.startswith("Wiersz nowy.")


def test_a_form_saved_without_a_change_is_no_edit(apply):
    """The editor adds block keys and Windows line ends, and empty values of blocks."""
    apply()
    body = committee()
    rich = body.description.replace("<p>", '<p data-block-key="ab1">').replace(
        "<li>", '<li data-block-key="cd2">'
    )
    publish(body, description=rich, lead=body.lead.replace("\n", "\r\n"))
    report = apply(edited(("Akapit", "Ustęp")))
    assert not report.of(Outcome.KEPT)
    assert committee().description.startswith("<p>Ustęp")


def test_a_page_with_a_draft_is_skipped_and_listed(apply):
    apply()
    body = committee()
    body.lead = "Szkic."
    body.save_revision()

    report = apply(edited(("Wiersz pierwszy.", "Wiersz nowy."), ('"Opiniuje."', '"Doradza."')))

    skipped = report.of(Outcome.SKIPPED)
    assert [(entry.key, entry.fields) for entry in skipped] == [("committee", ("lead",))]
    body = committee()
    assert body.lead == "Wiersz pierwszy.\nWiersz drugi."
    assert body.get_latest_revision_as_object().lead == "Szkic."
    assert page(TierPageMixin, "Szczebel pierwszy").tasks == "<p>Doradza.</p>"


@pytest.mark.parametrize("state", ["locked", "unpublished"])
def test_a_locked_or_unpublished_page_is_skipped(apply, state):
    apply()
    body = committee()
    if state == "locked":
        body.locked = True
        body.save()
    else:
        body.unpublish()
    report = apply(edited(("Wiersz pierwszy.", "Wiersz nowy.")))
    assert report.keys(Outcome.SKIPPED) == ["committee"]
    body = committee()
    assert body.lead.startswith("Wiersz pierwszy.")
    assert body.live is (state == "locked")


def test_what_left_the_profile_is_reported_not_deleted(apply):
    apply()
    before = counts()
    report = apply(
        edited(
            ('[[groups]]\nkey = "koordynacja"\nname = "Koordynacja"\nkind = "coordinating"\n', ""),
            ('supervises = ["zespol", "drugi"]\n', ""),
            ('lead = "Wiersz pierwszy.\\nWiersz drugi."\n', ""),
        )
    )
    gone = {entry.key: entry.fields for entry in report.of(Outcome.GONE)}
    assert gone == {"committee": ("lead",), "groups.koordynacja": ()}
    assert counts() == before
    assert committee().lead


KRAJOWY = '[[programmes]]\nkey = "krajowy"\nname = "Program krajowy"\n\n'

#: What is in a list of a page once more -> (where, its owner, field, how the report names it).
ENTRIES = {
    KRAJOWY: ("[[programmes]]", "committee", "programmes", "programmes.krajowy"),
    '[[committee.history]]\nkey = "dawny"\nname = "Dawny"\n\n': (
        "[[committee.history]]",
        "committee",
        "history",
        "history.dawny",
    ),
    'secretary = "sekretarz biura"\n': (
        'chair = "prezes"',
        "committee",
        "role_labels",
        "roles.secretary",
    ),
    '[[groups.outputs]]\ntitle = "Raport"\nyear = 2020\n\n': (
        "[[groups.outputs]]",
        "groups.zespol",
        "outputs",
        "outputs.Raport 2020",
    ),
}


@pytest.mark.parametrize("entry", ENTRIES, ids=range(len(ENTRIES)))
def test_an_entry_that_left_a_list_is_reported_not_deleted(apply, entry):
    where, owner, field, name = ENTRIES[entry]

    def entries():
        body = committee() if owner == "committee" else page(GroupPageMixin, "Zespół")
        return values.current(body, field)

    apply(edited((where, entry + where)))
    before = entries()
    assert len(before) == 2
    for _again in range(2):
        report = apply()
        assert {e.key: e.fields for e in report.of(Outcome.GONE)} == {owner: (name,)}
        assert sorted(map(str, entries())) == sorted(map(str, before))
    assert not report.has_changes
    assert not apply(edited((where, entry + where))).of(Outcome.GONE)


def test_a_list_is_updated_beside_what_left_it(apply):
    def names():
        return [block.value["name"] for block in committee().programmes]

    apply(edited(("[[programmes]]", f"{KRAJOWY}[[programmes]]")))
    apply(edited(("Program próbny", "Program nowy")))
    assert names() == ["Program nowy", "Program krajowy"]
    edit = committee()
    edit.programmes.pop()
    publish(edit)
    report = apply(edited(("Program próbny", "Program nowy")))
    assert names() == ["Program nowy"]
    assert {entry.outcome for entry in report.entries} == {Outcome.UNCHANGED}


def test_what_an_editor_deleted_stays_deleted(apply):
    apply()
    page(GroupPageMixin, "Koordynacja").delete()
    Seat.objects.all().delete()
    Sector.objects.get(name="Samorządy").delete()

    report = apply()
    assert set(report.keys(Outcome.DELETED)) == {
        "groups.koordynacja", "sectors.jst", "seats.jst", "seats.jst.2", "seats.rops",
    }  # fmt: skip
    assert not report.has_changes and not pages_of(GroupPageMixin).filter(title="Koordynacja")

    report = apply(recreate=True)
    assert set(report.keys(Outcome.CREATED)) == {
        "groups.koordynacja", "sectors.jst", "seats.jst", "seats.jst.2", "seats.rops",
    }  # fmt: skip
    assert len(page(GroupPageMixin, "Koordynacja").supervises) == 2
    assert Seat.objects.filter(sector__name="Samorządy").count() == 2
    assert {entry.outcome for entry in apply().entries} == {Outcome.UNCHANGED}


def test_a_new_group_under_a_deleted_tier_is_not_made(apply):
    apply()
    LegalAct.objects.all().delete()
    Seat.objects.all().delete()
    page(TierPageMixin, "Szczebel pierwszy").delete()
    group = '\n[[groups]]\nkey = "nowa"\nname = "Nowa"\nunder = "pierwszy"\n'
    report = apply(edited(("[[seats]]", f"{group}\n[[seats]]")))
    assert "groups.nowa" in report.keys(Outcome.DELETED)
    assert not pages_of(GroupPageMixin).filter(title="Nowa")


def test_moved_and_readdressed_pages_are_found(apply, site_root):
    apply()
    body = committee()
    body.slug = "inny-adres"
    publish(body)
    team = page(GroupPageMixin, "Zespół")
    team.move(page(TierPageMixin, "Szczebel drugi"), pos="last-child")

    before = counts()
    report = apply(edited(("Wiersz pierwszy.", "Wiersz nowy.")))
    assert counts() == before
    assert report.keys(Outcome.UPDATED) == ["committee"]
    assert committee().slug == "inny-adres"
    team = page(GroupPageMixin, "Zespół")
    assert team.get_parent().title == "Szczebel drugi"


def test_another_tier_in_the_profile_moves_the_group(apply):
    apply()
    change = ('under = "pierwszy"', 'under = "drugi"')
    dry = apply(edited(change), dry_run=True)
    report = apply(edited(change))
    assert dry.entries == report.entries
    team = page(GroupPageMixin, "Zespół")
    assert team.get_parent().title == "Szczebel drugi" and team.live
    assert [(e.key, e.fields) for e in report.of(Outcome.UPDATED)] == [
        ("groups.zespol", ("under",))
    ]
    assert {entry.outcome for entry in apply(edited(change)).entries} == {Outcome.UNCHANGED}
    apply(edited(('under = "pierwszy"\n', "")))
    assert page(GroupPageMixin, "Zespół").get_parent().pk == committee().pk


def test_a_group_moves_under_a_tier_that_is_made_with_it(apply):
    apply()
    tier = '[[tiers]]\nkey = "trzeci"\nname = "Szczebel trzeci"\n\n[[groups]]'
    apply(edited(("[[groups]]", tier), ('under = "pierwszy"', 'under = "trzeci"')))
    assert page(GroupPageMixin, "Zespół").get_parent().title == "Szczebel trzeci"


def test_a_group_that_an_editor_moved_stays_and_is_reported(apply):
    apply()
    team = page(GroupPageMixin, "Zespół")
    team.move(committee(), pos="last-child")
    report = apply(edited(('under = "pierwszy"', 'under = "drugi"')))
    assert page(GroupPageMixin, "Zespół").get_parent().pk == committee().pk
    assert [(e.key, e.fields) for e in report.of(Outcome.KEPT)] == [("groups.zespol", ("under",))]


def test_a_group_is_not_moved_where_its_address_is_taken(apply):
    group = '[[groups]]\nkey = "inny"\nname = "Zespół"\nunder = "drugi"\n\n[[seats]]'
    added = ("[[seats]]", group)
    apply(edited(added))
    before = counts()
    report = apply(edited(added, ('under = "pierwszy"', 'under = "drugi"')))
    (skipped,) = report.of(Outcome.SKIPPED)
    assert (skipped.key, skipped.fields) == ("groups.zespol", ("under",)) and skipped.note
    assert counts() == before


def test_a_group_with_a_draft_is_not_moved(apply):
    apply()
    page(GroupPageMixin, "Zespół").save_revision()
    report = apply(edited(('under = "pierwszy"', 'under = "drugi"')))
    assert report.of(Outcome.SKIPPED)[0].fields == ("under",)
    assert page(GroupPageMixin, "Zespół").get_parent().title == "Szczebel pierwszy"


def test_another_address_in_the_profile_is_reported(apply):
    name = 'name = "Szczebel pierwszy"'
    apply(edited((name, f'{name}\nslug = "jeden"')))
    changed = edited((name, f'{name}\nslug = "pierwszy"'))
    for _run in range(2):
        (skipped,) = apply(changed).of(Outcome.SKIPPED)
        assert (skipped.key, skipped.fields) == ("tiers.pierwszy", ("slug",))
    tier = page(TierPageMixin, "Szczebel pierwszy")
    assert tier.slug == "jeden"
    publish(tier, slug="pierwszy")
    assert {entry.outcome for entry in apply(changed).entries} == {Outcome.UNCHANGED}


@pytest.mark.parametrize("name", ["Osoby", "Skład", "Szukaj", "Historia zmian"])
def test_a_name_whose_address_is_a_subpage_gets_another(apply, name):
    apply(edited(('"Koordynacja"', f'"{name}"'), ('"Szczebel drugi"', f'"{name}"')))
    slug = name.lower().replace("ł", "l").replace(" ", "-")
    assert page(TierPageMixin, name).slug == f"{slug}-2"
    assert page(GroupPageMixin, name).slug == f"{slug}-3"


def test_a_run_that_fails_midway_leaves_nothing(apply, monkeypatch):
    before = counts()
    publish_page = services.Writer._publish

    def fail_on_groups(writer, item):
        if item.spec.key.startswith("groups."):
            raise KeyboardInterrupt
        publish_page(writer, item)

    monkeypatch.setattr(services.Writer, "_publish", fail_on_groups)
    with pytest.raises(KeyboardInterrupt):
        apply()
    assert counts() == before
    monkeypatch.undo()
    assert {entry.outcome for entry in apply().entries} == {Outcome.CREATED}
    assert {entry.outcome for entry in apply().entries} == {Outcome.UNCHANGED}


def test_dry_run_says_the_same_and_writes_nothing(apply):
    before = counts()
    dry = apply(dry_run=True)
    assert counts() == before
    wet = apply()
    assert (dry.entries, dry.groups) == (wet.entries, wet.groups)

    changed = edited(("Wiersz pierwszy.", "Wiersz nowy."), ("count = 2", "count = 3"))
    before, logged = counts(), PageLogEntry.objects.count()
    dry = apply(changed, dry_run=True)
    assert (counts(), PageLogEntry.objects.count()) == (before, logged)
    assert committee().lead.startswith("Wiersz pierwszy.")
    assert dry.entries == apply(changed).entries


def test_an_organisation_that_is_there_is_used(apply):
    Organisation.objects.create(name="ROPS w Próbowie", kind="other", short_name="ROPS")
    report = apply()
    organisation = Organisation.objects.get()
    assert committee().host_organisation == organisation
    assert organisation.kind == "other"
    assert report.of(Outcome.KEPT)[0].key == "organisations.rops"


def test_two_profiles_stand_side_by_side(apply):
    apply()
    report = apply(edited(('key = "test"', 'key = "drugi-test"')))
    assert report.committee.slug == "komitet-probny-2"
    assert pages_of(CommitteePageMixin).count() == 2
    assert Organisation.objects.count() == 1


@pytest.mark.parametrize(
    "name, slug",
    [
        ("🙂🎉", None),
        ("<script>alert(1)</script>", "scriptalert1script"),
        ("‮לשכה‬", None),
        ("Ł" * 255, "l" * 100),
        ("Zażółć gęślą jaźń", "zazolc-gesla-jazn"),
        ("%(name)s %s {0}", "names-s-0"),
    ],
)
def test_hostile_names_get_an_address(apply, client, name, slug):
    apply(edited(("Komitet próbny", name), ("Szczebel pierwszy", name), ('"Zespół"', f'"{name}"')))
    shown = without_directions(name)
    body = committee(shown)
    assert body.slug.isascii() and body.slug
    if slug:
        assert body.slug == slug
    assert page(TierPageMixin, shown).url and page(GroupPageMixin, shown).url
    assert {entry.outcome for entry in apply(edited(
        ("Komitet próbny", name), ("Szczebel pierwszy", name), ('"Zespół"', f'"{name}"')
    )).entries} == {Outcome.UNCHANGED}  # fmt: skip


def test_markup_in_texts_is_text(apply):
    apply(edited(('"Opiniuje."', '"<script>alert(1)</script> & [x](javascript:alert(1))"')))
    assert page(TierPageMixin, "Szczebel pierwszy").tasks == (
        "<p>&lt;script&gt;alert(1)&lt;/script&gt; &amp; [x](javascript:alert(1))</p>"
    )


def test_a_value_the_models_refuse_names_the_line(apply, monkeypatch):
    from django.core.exceptions import ValidationError

    before = counts()

    def refuse(self):
        raise ValidationError({"number": "No."})

    monkeypatch.setattr(LegalAct, "clean", refuse)
    with pytest.raises(ProfileError) as error:
        apply()
    (problem,) = error.value.problems
    assert problem.path == "acts[uchwala].number"
    assert problem.line == edited().splitlines().index('number = "1/24"') + 1
    assert str(problem).endswith(" No.")
    assert counts() == before


def test_cost_of_a_repeated_run_does_not_grow_with_the_profile(apply):
    apply()
    with CaptureQueriesContext(connection) as few:
        apply()
    seats = "".join(f'\n[[seats]]\nkey = "s{n}"\nsector = "pes"\ncount = 10\n' for n in range(10))
    groups = "".join(f'\n[[groups]]\nkey = "g{n}"\nname = "Grupa {n}"\n' for n in range(20))
    bigger = edited(("[[seats]]", f"{groups}{seats}\n[[seats]]"))
    apply(bigger)
    started = time.monotonic()
    with CaptureQueriesContext(connection) as many:
        apply(bigger)
    assert len(many) == len(few)
    assert time.monotonic() - started < 5
