"""Roles: what ``create_roles`` grants, and the table of roles and views."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import Group, Permission
from django.urls import get_resolver, reverse
from wagtail.models import Collection, GroupCollectionPermission, GroupPagePermission

from rkres_wagtail.editorial.roles import ROLES, create_roles
from tests.factories import CommitteePageFactory

pytestmark = [pytest.mark.django_db, pytest.mark.swapped]


# What is granted ----------------------------------------------------------------------------------


def permissions_of(group) -> set[str]:
    return set(group.permissions.values_list("codename", flat=True))


def test_names_are_polish(roles):
    assert [group.name for group in roles.values()] == ["Redakcja", "Sekretariat", "Moderacja"]


def test_granting_twice_changes_nothing(committee, roles):
    def state():
        return (
            list(Group.objects.order_by("pk").values_list("pk", "name")),
            sorted(Group.permissions.through.objects.values_list("group_id", "permission_id")),
            GroupPagePermission.objects.count(),
            GroupCollectionPermission.objects.count(),
            Collection.objects.count(),
        )

    before = state()
    assert create_roles(committee) == roles
    assert state() == before


def test_what_an_administrator_added_stays(committee, roles):
    extra = Permission.objects.get(codename="add_redirect")
    roles["editors"].permissions.add(extra)
    create_roles(committee)
    assert "add_redirect" in permissions_of(roles["editors"])


def test_pages_of_the_committee_only(committee, roles, site_root):
    rows = GroupPagePermission.objects.filter(group__in=roles.values())
    assert {row.page_id for row in rows} == {committee.pk}


def test_files_in_a_collection_of_its_own(committee, roles):
    names = set(
        GroupCollectionPermission.objects.filter(group=roles["editors"]).values_list(
            "collection__name", "permission__codename"
        )
    )
    assert {name for name, _codename in names} == {"Komitet: Komitet Rozwoju Ekonomii Społecznej"}
    assert {codename for _name, codename in names} == {
        f"{action}_{kind}"
        for action in ("add", "change", "choose")
        for kind in ("image", "document")
    }


def test_only_the_secretariat_has_personal_data(roles):
    assert "view_personcontact" in permissions_of(roles["secretariat"])
    for key in ("editors", "moderators"):
        assert not {name for name in permissions_of(roles[key]) if "personcontact" in name}
        assert not {name for name in permissions_of(roles[key]) if "membership" in name}
        assert not {name for name in permissions_of(roles[key]) if "outgoingmessage" in name}
        assert not {name for name in permissions_of(roles[key]) if "subscription" in name}


def test_moderation_only_reads(roles):
    assert {name.split("_")[0] for name in permissions_of(roles["moderators"])} == {
        "access",
        "view",
    }


def test_a_second_committee_has_an_office_of_its_own(roles, committee, site_root):
    other = CommitteePageFactory(parent=site_root, abbreviation="MKRES")
    groups = create_roles(other)
    assert [group.name for group in groups.values()] == [
        "Redakcja (MKRES)",
        "Sekretariat (MKRES)",
        "Moderacja (MKRES)",
    ]
    assert create_roles(other) == groups
    assert create_roles(committee) == roles


@pytest.mark.parametrize("name", ["Redakcja", "Sekretariat", "Moderacja"])
def test_a_group_of_the_host_is_not_taken_over(committee, name):
    own = Group.objects.create(name=name)
    groups = create_roles(committee)
    assert own not in groups.values()
    assert not own.permissions.exists()
    assert not GroupPagePermission.objects.filter(group=own).exists()
    assert [group.name for group in groups.values()] == [
        f"{role} (Komitet Rozwoju Ekonomii Społecznej)"
        for role in ("Redakcja", "Sekretariat", "Moderacja")
    ]
    assert create_roles(committee) == groups


def test_offices_with_the_same_abbreviation_stay_apart(site_root):
    committees = [CommitteePageFactory(parent=site_root, abbreviation="RKRES") for _ in range(4)]
    offices = [create_roles(each) for each in committees]
    assert [office["editors"].name for office in offices] == [
        "Redakcja",
        "Redakcja (RKRES)",
        "Redakcja (RKRES, localhost)",
        "Redakcja (RKRES, localhost, 2)",
    ]
    collections = [
        set(office["editors"].collection_permissions.values_list("collection", flat=True))
        for office in offices
    ]
    assert [len(each) for each in collections] == [1, 1, 1, 1]
    assert len(set.union(*collections)) == 4
    assert [create_roles(each) for each in committees] == offices


def test_a_collection_of_the_host_is_not_taken_over(committee):
    own = Collection.get_first_root_node().add_child(name=f"Komitet: {committee.title}")
    create_roles(committee)
    assert not GroupCollectionPermission.objects.filter(collection=own).exists()


def test_what_was_deleted_is_made_again(committee, roles):
    roles["secretariat"].delete()
    Collection.objects.get(name__startswith="Komitet:").delete()
    again = create_roles(committee)
    assert again["editors"] == roles["editors"]
    assert again["secretariat"].name == "Sekretariat"
    assert again["secretariat"].collection_permissions.exists()


def test_a_renamed_group_is_found_again(committee, roles):
    Group.objects.filter(pk=roles["secretariat"].pk).update(name="Biuro")
    assert create_roles(committee)["secretariat"].pk == roles["secretariat"].pk
    assert not Group.objects.filter(name="Sekretariat").exists()


def test_every_role_has_a_description():
    assert [role.key for role in ROLES] == ["editors", "secretariat", "moderators"]


# Roles and views ----------------------------------------------------------------------------------

EDITING = {"editors", "secretariat"}
READING = {"editors", "secretariat", "moderators"}
OFFICE = {"secretariat"}
# The chooser of a snippet shows names to whoever has access to the admin: Wagtail's own rule, and
# why a name is all that snippets hold of a person.
ANYBODY = {"editors", "secretariat", "moderators", "plain"}

SNIPPET_VIEWS = {
    "list": READING,
    "list_results": READING,
    "inspect": READING,
    "usage": EDITING,
    "history": EDITING,
    "history_results": EDITING,
    "add": EDITING,
    "edit": EDITING,
    "delete": EDITING,
}
CHOOSER_VIEWS = {
    "choose": ANYBODY,
    "choose_results": ANYBODY,
    "chosen": ANYBODY,
    "chosen_multiple": ANYBODY,
    "create": EDITING,
}
LISTING_VIEWS = {"index": EDITING, "index_results": EDITING, "choose_parent": EDITING}
PAGE_VIEWS = {
    "edit": EDITING,
    "history": EDITING,
    "usage": EDITING,
    "unpublish": EDITING,
    "move": EDITING,
    "copy": EDITING,
    "delete": EDITING,
}
SNIPPETS = (
    "person", "organisation", "sector", "term", "legalact", "fundingnotice", "decisionkind",
    "consultationkind", "responsestatus",
)  # fmt: skip
LISTINGS = (
    "rkres_committees", "rkres_tiers", "rkres_groups", "rkres_meetings", "rkres_decisions",
    "rkres_consultations", "rkres_programmes", "rkres_calls",
)  # fmt: skip
REGISTERS = (
    "membership", "seat", "personcontact", "outgoingmessage", "subscription", "declaration",
)  # fmt: skip
PAGES = (
    "committee", "tier", "group", "meetings", "meeting", "register", "decision", "consultations",
    "consultation", "programme", "call",
)  # fmt: skip
#: Verbs on a meeting, and its code for other sites: who may publish its page, or edit it.
MEETING_VERBS = {
    "rkres_meeting_move": EDITING,
    "rkres_meeting_cancel": EDITING,
    "rkres_wagtail_paste_agenda": EDITING,
    "rkres_embed_code": EDITING,
}
#: Addressees of a decision: who may publish its page; the argument is the decision or its row.
DISPATCH_VIEWS = {
    "rkres_dispatch_add": "decision",
    "rkres_dispatch_edit": "dispatch",
    "rkres_dispatch_remove": "dispatch",
}
#: Rounds and outcome: who may publish the consultation; the argument is it or its round.
ROUND_VIEWS = {
    "rkres_round_add": "consultation",
    "rkres_round_change": "round",
    "rkres_round_remove": "round",
    "rkres_round_extend": "round",
    "rkres_consultation_outcome": "consultation",
    "rkres_consultation_outcome_revoke": "consultation",
}
#: The document: who may publish the consultation or edit it; the arguments are its version and a
#: section of it. Those of files, and those that answer to a POST only: tests/consultations.
DOCUMENT_VIEWS = {
    "rkres_document_new": ("consultation",),
    "rkres_document_version": ("version",),
    "rkres_document_copy": ("version",),
    "rkres_document_settings": ("version",),
    "rkres_document_import": ("version",),
    "rkres_document_publish": ("version",),
    "rkres_document_delete": ("version",),
    "rkres_document_renumber": ("version",),
    "rkres_document_section_add": ("version",),
    "rkres_document_section": ("version", "section"),
    "rkres_document_section_split": ("version", "section"),
    "rkres_document_section_merge": ("version", "section"),
    "rkres_document_section_remove": ("version", "section"),
    "rkres_document_file_add": ("version",),
    "rkres_document_file": ("version", "version_file"),
    "rkres_document_file_remove": ("version", "version_file"),
}
#: Those that answer to a POST only (tests/consultations).
DOCUMENT_PARTS = (
    "rkres_document_section_move", "rkres_document_section_restore", "rkres_document_file_move",
)  # fmt: skip
#: The tree of a programme: who may publish its page, or edits it and keeps programmes.
PROGRAMME_VIEWS = {
    "rkres_programme_tree": "programme",
    "rkres_programme_renumber": "programme",
    "rkres_programme_node_add": "programme",
    "rkres_programme_node": "programme_node",
    "rkres_programme_node_move": "programme_node",
    "rkres_programme_node_remove": "programme_node",
}
#: Those that answer to a POST only (tests/programmes).
PROGRAMME_PARTS = ("rkres_programme_node_step",)
#: Invitations: the office alone; the argument is the meeting or one invitation.
INVITATION_VIEWS = {
    "rkres_meeting_invitations": "meeting",
    "rkres_invitation_reply": "invitation",
    "rkres_invitation_repeat": "invitation",
    "rkres_invitation_withdraw": "invitation",
}
#: Members' corrections of minutes: who keeps minutes; the argument is the minutes, round or row.
CORRECTION_VIEWS = {
    "rkres_minutes_send": "corrected_minutes",
    "rkres_minutes_corrections": "corrected_minutes",
    "rkres_minutes_record": "corrected_minutes",
    "rkres_minutes_extend": "minutes_reading",
    "rkres_minutes_end": "minutes_reading",
    "rkres_minutes_remind": "minutes_reading",
    "rkres_minutes_answer": "minutes_correction",
}
#: Files of minutes: who keeps minutes.
MINUTES_FILES = {"rkres_minutes_files": OFFICE, "rkres_minutes_office_copy": OFFICE}
#: Minutes are the secretariat's alone; the argument of each is the minutes.
MINUTES = "wagtailsnippets_rkres_wagtail_minutes"
MINUTES_VIEWS = (
    "list", "list_results", "add", "edit", "delete", "usage", "history", "history_results",
    "unpublish", "workflow_history", "confirm_workflow_cancellation", "preview_on_edit",
)  # fmt: skip
#: Those that name a revision, a step of a workflow, or answer to a POST only (tests/minutes).
MINUTES_PARTS = (
    "revisions_view", "revisions_revert", "revisions_compare", "revisions_unschedule", "lock",
    "unlock", "workflow_action", "collect_workflow_action_data", "workflow_history_detail",
    "workflow_preview",
)  # fmt: skip
#: Verbs on minutes; the argument is the meeting or the minutes.
MINUTES_VERBS = {
    "rkres_minutes_start": "meeting",
    "rkres_minutes_complete": "minutes",
    "rkres_minutes_approve": "minutes",
    "rkres_minutes_revoke": "minutes",
}
#: Reports on consultations: who edits the consultation; the argument of each is the report.
REPORT = "wagtailsnippets_rkres_wagtail_consultationreport"
#: Verbs on a consultation and its texts: who may edit its page.
CONSULTATION_VERBS = {
    "rkres_report_start": "unreported",
    "rkres_document_preview": "document_version",
}
#: Remarks: who may publish the consultation, or edits it and keeps remarks.
REMARK_VIEWS = {
    "rkres_remarks": "consultation",
    "rkres_remark_add": "consultation",
    "rkres_remark_rules": "consultation",
    "rkres_remark": "remark",
    "rkres_submission": "submission",
    "rkres_submission_file": "submission_file",
    "rkres_remark_answer": "remark",
    "rkres_answer": "consultation",
    "rkres_response": "response",
    "rkres_remark_groups": "consultation",
    "rkres_report_gaps": "consultation",
    "rkres_remark_import": "consultation",
    "rkres_remark_batch": "batch",
    "rkres_remark_batch_file": "batch_file",
    "rkres_remark_form_docx": "consultation",
    "rkres_remark_form_xlsx": "consultation",
    "rkres_remark_export": "consultation",
    "rkres_retention": "consultation",
    "rkres_author": "submission",
}
#: Indicators, readings and files of a programme: who may publish it, or edits it and keeps trees.
INDICATOR_VIEWS = {
    "rkres_indicator_add": "programme_node",
    "rkres_indicator": "indicator",
    "rkres_indicator_remove": "indicator",
    "rkres_reading_add": "indicator",
    "rkres_reading": "reading",
    "rkres_reading_remove": "reading",
    "rkres_programme_readings": "programme",
    "rkres_programme_import": "programme",
    "rkres_programme_import_template": "programme",
}
PROGRAMME_EXPORT = "rkres_programme_export"
#: Those that answer to a POST only (tests/programmes).
INDICATOR_PARTS = ("rkres_indicator_move",)
#: What fed a programme: who may publish its page; the argument is it, a link or what is linked.
LINK_VIEWS = {
    "rkres_programme_links": "programme",
    "rkres_programme_link_page": "programme",
    "rkres_programme_link_remarks": "programme",
    "rkres_programme_unlink": "programme_link",
    "rkres_programme_connect": "decision",
}
REMARKS_LIST = "rkres_remarks_list"
#: Declarations: who may publish the body or call, or edits it and keeps declarations; a membership
#: is made by who may add members. Register views, whose rest is the secretariat's.
DECLARATION_REGISTER = {
    "accept": OFFICE,
    **dict.fromkeys(
        ("index", "create", "edit", "inspect", "history", "reject", "reopen", "withdraw", "data"),
        EDITING,
    ),
}
OFFER_VIEWS = {"rkres_offer": "tier", "rkres_declaration_file": "declaration_file"}
OFFERS_LIST = "rkres_offers"
#: Documents to read: as remarks; the argument is the consultation, the document or one reader.
READER_VIEWS = {
    "rkres_readers": "consultation",
    "rkres_assignment": "assignment",
    "rkres_assignment_add": "assignment",
    "rkres_assignment_remind": "assignment",
    "rkres_assignment_deadline": "assignment",
    "rkres_assignment_withdraw": "assignment",
    "rkres_reader_answer": "assigned_reader",
}
ASSIGNMENTS = "rkres_assignments"
#: Those that answer to a POST only (tests/remarks).
REMARK_PARTS = ("rkres_remarks_bulk",)
#: Attendance: the secretariat alone; the arguments are the meeting and the body.
ATTENDANCE_VIEWS = {
    "rkres_attendance": ("meeting",),
    "rkres_attendance_sheet": ("meeting", "committee"),
    "rkres_attendance_print": ("meeting", "committee"),
    "rkres_attendance_reopen": ("meeting", "committee"),
    "rkres_attendance_report": (),
    "rkres_attendance_report_results": (),
}
PLAN = "rkres_wagtail_plan_year"
#: What no calendar has; whoever edits pages sees their own.
REPORTS = ("rkres_wagtail_left_out", "rkres_wagtail_left_out_results")
NO_KEY = {
    "list",
    "list_results",
    "add",
    "choose",
    "choose_results",
    "chosen_multiple",
    "create",
    "index",
    "import",
    "import_template",
}


def register_views() -> list[tuple[str, str]]:
    """(register, view) of all registers, as their addresses say."""
    found = []
    for name in get_resolver().reverse_dict:
        if isinstance(name, str) and name.startswith("rkres_wagtail_") and "_modeladmin_" in name:
            register, view = name.removeprefix("rkres_wagtail_").split("_modeladmin_")
            found.append((register, view))
    return sorted(found)


def table(office):
    """Every admin view of ours: address -> who may open it."""
    rows = {}
    for kind in SNIPPETS:
        key = getattr(office, kind).pk
        for view, who in SNIPPET_VIEWS.items():
            args = [] if view in NO_KEY else [key]
            rows[reverse(f"wagtailsnippets_rkres_wagtail_{kind}:{view}", args=args)] = who
        for view, who in CHOOSER_VIEWS.items():
            args = [] if view in NO_KEY else [key]
            url = reverse(f"wagtailsnippetchoosers_rkres_wagtail_{kind}:{view}", args=args)
            if view == "chosen_multiple":
                url = f"{url}?id={key}"
            if view == "create" and kind not in ("person", "organisation"):
                continue  # these choosers offer no form
            rows[url] = who
        listing = reverse(f"wagtailsnippets_rkres_wagtail_{kind}:list")
        rows[f"{listing}?export=csv"] = READING
    for register, view in register_views():
        args = [] if view in NO_KEY else [getattr(office, register).pk]
        url = reverse(f"rkres_wagtail_{register}_modeladmin_{view}", args=args)
        who = DECLARATION_REGISTER[view] if register == "declaration" else OFFICE
        rows[url] = who
        if view == "index":
            rows[f"{url}?export=csv"] = rows[f"{url}?export=xlsx"] = who
    for listing in LISTINGS:
        for view, who in LISTING_VIEWS.items():
            rows[reverse(f"{listing}:{view}")] = who
        rows[f"{reverse(f'{listing}:index')}?export=xlsx"] = EDITING
    for kind in PAGES:
        page = getattr(office, kind)
        page.refresh_from_db()
        for view, who in PAGE_VIEWS.items():
            if view == "delete" and page.numchild:
                who = set()  # nobody in the office deletes a whole branch
            rows[reverse(f"wagtailadmin_pages:{view}", args=[page.pk])] = who
        rows[reverse("wagtailadmin_explore", args=[page.pk])] = EDITING
    for name, who in MEETING_VERBS.items():
        rows[reverse(name, args=[office.meeting.pk])] = who
    for name, who in MINUTES_FILES.items():
        rows[reverse(name, args=[office.minutes.pk])] = who
    for name, kind in {
        **DISPATCH_VIEWS,
        **ROUND_VIEWS,
        **REMARK_VIEWS,
        **PROGRAMME_VIEWS,
        **OFFER_VIEWS,
        **READER_VIEWS,
        **LINK_VIEWS,
    }.items():
        rows[reverse(name, args=[getattr(office, kind).pk])] = EDITING
    for name, kind in INDICATOR_VIEWS.items():
        rows[reverse(name, args=[getattr(office, kind).pk])] = EDITING
    rows[reverse(PROGRAMME_EXPORT, args=[office.programme.pk, "xlsx"])] = EDITING
    for view in MINUTES_VIEWS:
        args = [] if view in NO_KEY else [office.minutes.pk]
        rows[reverse(f"{MINUTES}:{view}", args=args)] = OFFICE
    revision = office.minutes.latest_revision_id
    for view in ("revisions_view", "revisions_revert"):
        rows[reverse(f"{MINUTES}:{view}", args=[office.minutes.pk, revision])] = OFFICE
    for name, kind in {**INVITATION_VIEWS, **CORRECTION_VIEWS, **MINUTES_VERBS}.items():
        rows[reverse(name, args=[getattr(office, kind).pk])] = OFFICE
    for name, kinds in DOCUMENT_VIEWS.items():
        rows[reverse(name, args=[getattr(office, kind).pk for kind in kinds])] = EDITING
    for view in MINUTES_VIEWS:
        args = [] if view in NO_KEY else [office.report.pk]
        rows[reverse(f"{REPORT}:{view}", args=args)] = EDITING
    revision = office.report.latest_revision_id
    for view in ("revisions_view", "revisions_revert"):
        rows[reverse(f"{REPORT}:{view}", args=[office.report.pk, revision])] = EDITING
    for name, kind in CONSULTATION_VERBS.items():
        rows[reverse(name, args=[getattr(office, kind).pk])] = EDITING
    for name, kinds in ATTENDANCE_VIEWS.items():
        rows[reverse(name, args=[getattr(office, kind).pk for kind in kinds])] = OFFICE
    rows[f"{reverse('rkres_attendance_report')}?export=xlsx"] = OFFICE
    model = type(office.decision)._meta
    args = [model.app_label, model.model_name, office.register.pk]
    rows[reverse("wagtailadmin_pages:add", args=args)] = EDITING
    rows[f"{reverse(PLAN)}?list={office.meetings.pk}"] = EDITING
    lists = (*REPORTS, REMARKS_LIST, OFFERS_LIST, ASSIGNMENTS)
    rows |= {reverse(name): EDITING for name in lists}
    rows[f"{reverse(REPORTS[0])}?export=csv"] = EDITING
    model = type(office.meeting)._meta
    rows[
        reverse(
            "wagtailadmin_pages:add", args=[model.app_label, model.model_name, office.meetings.pk]
        )
    ] = EDITING
    rows[reverse("wagtailsettings:edit", args=["rkres_wagtail", "rkressettings"])] = OFFICE
    return rows


def answer(client, url) -> str:
    """``"in"`` for a page (or a step onwards), ``"out"`` for the door."""
    response = client.get(url)
    if response.status_code == 200:
        return "in"
    if response.status_code == 403:
        return "out"
    assert response.status_code == 302, f"{url}: {response.status_code}"
    home, login = reverse("wagtailadmin_home"), reverse("wagtailadmin_login")
    return "out" if response.url == home or response.url.startswith(login) else "in"


def mismatches(client, rows, role) -> list[str]:
    return [
        f"{role} {url}: {found}"
        for url, who in rows.items()
        if (found := answer(client, url)) != ("in" if role in who else "out")
    ]


@pytest.mark.parametrize("role", ["editors", "secretariat", "moderators", "plain"])
def test_who_may_open_what(client, users, office, role):
    client.force_login(users[role])
    assert mismatches(client, table(office), role) == []


def test_anonymous_is_sent_to_the_login(client, roles, office):
    assert mismatches(client, table(office), "anonymous") == []


def test_the_superuser_may_open_everything(admin_client, office):
    rows = table(office)
    assert mismatches(admin_client, dict.fromkeys(rows, {"boss"}), "boss") == []


def walk(patterns, namespace=""):
    for pattern in patterns:
        if hasattr(pattern, "url_patterns"):
            inner = f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
            yield from walk(pattern.url_patterns, inner)
        else:
            yield f"{namespace}{pattern.name or ''}"


def test_every_admin_view_of_ours_stands_in_the_table():
    known = {f"wagtailsnippets_rkres_wagtail_{k}:{v}" for k in SNIPPETS for v in SNIPPET_VIEWS}
    known |= {
        f"wagtailsnippetchoosers_rkres_wagtail_{k}:{v}" for k in SNIPPETS for v in CHOOSER_VIEWS
    }
    known |= {f"{listing}:{view}" for listing in LISTINGS for view in LISTING_VIEWS}
    known |= {PLAN, *MEETING_VERBS, *DISPATCH_VIEWS, *ROUND_VIEWS, *REPORTS}
    known |= {
        *INVITATION_VIEWS,
        *ATTENDANCE_VIEWS,
        *MINUTES_FILES,
        *CORRECTION_VIEWS,
        *MINUTES_VERBS,
    }
    known |= {*INDICATOR_VIEWS, *INDICATOR_PARTS, PROGRAMME_EXPORT}
    known |= {*REMARK_VIEWS, *REMARK_PARTS, REMARKS_LIST, *OFFER_VIEWS, OFFERS_LIST}
    known |= {*READER_VIEWS, ASSIGNMENTS, *LINK_VIEWS}
    known |= {*CONSULTATION_VERBS, *DOCUMENT_VIEWS, *DOCUMENT_PARTS}
    known |= {*PROGRAMME_VIEWS, *PROGRAMME_PARTS}
    known |= {
        f"{kept}:{view}" for kept in (MINUTES, REPORT) for view in (*MINUTES_VIEWS, *MINUTES_PARTS)
    }
    known |= {f"rkres_wagtail_{r}_modeladmin_{v}" for r, v in register_views() if r in REGISTERS}
    ours = {
        name
        for name in walk(get_resolver().url_patterns)
        if "rkres" in name and not name.startswith(("rkres_wagtail:", "wagtailapi"))
    }
    assert ours - known == set()


# Beyond one's own -----------------------------------------------------------------------------


@pytest.mark.parametrize("role", ["editors", "secretariat"])
def test_no_page_outside_the_committee(client, users, site_root, role):
    client.force_login(users[role])
    other = CommitteePageFactory(parent=site_root)
    for page in (site_root, other):
        assert answer(client, reverse("wagtailadmin_pages:edit", args=[page.pk])) == "out"
        assert answer(client, reverse("wagtailadmin_pages:delete", args=[page.pk])) == "out"


@pytest.mark.parametrize("has_permission", [False, True])
def test_no_remark_of_another_committee(client, office, site_root, make_user, has_permission):
    """Neither the office of another committee, nor who only has ``change_remark``, comes in."""
    other = create_roles(CommitteePageFactory(parent=site_root, abbreviation="MKRES"))
    user = make_user(name="obcy") if has_permission else make_user(other["secretariat"])
    if has_permission:
        user.user_permissions.add(Permission.objects.get(codename="change_remark"))
    client.force_login(user)
    rows = [reverse(name, args=[getattr(office, kind).pk]) for name, kind in REMARK_VIEWS.items()]
    bulk = reverse("rkres_remarks_bulk", args=[office.consultation.pk])
    assert {url for url in rows if answer(client, url) != "out"} == set()
    for url in [*rows, bulk]:
        assert client.post(url, {"verb": "approve"}).status_code in (302, 403, 405), url
    office.remark.refresh_from_db()
    assert office.remark.edits == 0


def menu_labels(client) -> list[str]:
    """Labels of the items in the menu of the committee, for the user of ``client``."""
    from wagtail.admin.menu import admin_menu

    request = client.get(reverse("wagtailadmin_home")).wsgi_request
    for item in admin_menu.menu_items_for_request(request):
        if item.name == "rkres-wagtail":
            items = sorted(item.menu.menu_items_for_request(request), key=lambda each: each.order)
            return [str(each.label) for each in items]
    return []


PAGE_LABELS = {
    "Posiedzenia", "Uchwały i stanowiska", "Konsultacje", "Uwagi", "Raporty z\xa0konsultacji",
    "Programy", "Nabory", "Deklaracje", "Udział w pracach", "Dokumenty do zaopiniowania",
    "Komitety", "Szczeble", "Grupy",
}  # fmt: skip
# "Plan the year" is shown where there is a list of meetings (tests/meetings).
LABELS = [
    "Posiedzenia",
    "Protokoły",
    "Obecność",
    "Uchwały i stanowiska",
    "Konsultacje",
    "Uwagi",
    "Raporty z\xa0konsultacji",
    "Programy",
    "Nabory",
    "Deklaracje",
    "Udział w pracach",
    "Dokumenty do zaopiniowania",
    "Subskrypcje",
    "Członkowie",
    "Miejsca",
    "Osoby",
    "Dane kontaktowe",
    "Podmioty",
    "Poczta wychodząca",
    "Komitety",
    "Szczeble",
    "Grupy",
    "Kadencje",
    "Akty",
    "Kategorie",
    "Rodzaje decyzji",
    "Rodzaje konsultowanych dokumentów",
    "Statusy stanowisk",
    "Informacje o finansowaniu",
]


REGISTER_LABELS = {
    "Protokoły", "Obecność", "Członkowie", "Miejsca", "Dane kontaktowe", "Poczta wychodząca",
    "Subskrypcje",
}  # fmt: skip


@pytest.mark.parametrize(
    ("role", "missing"),
    [
        ("secretariat", set()),
        ("editors", REGISTER_LABELS),
        ("moderators", {*REGISTER_LABELS, *PAGE_LABELS}),
        ("plain", set(LABELS)),
    ],
)
def test_the_menu_shows_what_one_may_open(client, users, role, missing):
    client.force_login(users[role])
    assert menu_labels(client) == [label for label in LABELS if label not in missing]


def test_the_usage_of_a_person_keeps_members_to_the_office(client, users, office):
    url = reverse("wagtailsnippets_rkres_wagtail_person:usage", args=[office.person.pk])
    client.force_login(users["editors"])
    response = client.get(url)
    assert str(office.tier.title) not in response.content.decode()
