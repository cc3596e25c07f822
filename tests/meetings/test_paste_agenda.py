"""“Paste the agenda as text”, as an editor and the curious meet it."""

from __future__ import annotations

import html
from datetime import time

import pytest
from django.urls import reverse
from django.utils import timezone

from rkres_wagtail.editorial.roles import create_roles
from tests import factories as make
from tests.support.users import create_user

pytestmark = [pytest.mark.django_db, pytest.mark.swapped]


def paste_url(page):
    return reverse("rkres_wagtail_paste_agenda", args=[page.pk])


def texts(response) -> str:
    return html.unescape(response.content.decode())


def agenda(page):
    draft = type(page).objects.get(pk=page.pk).get_latest_revision_as_object()
    return [item.title for item in draft.agenda_items.all()]


def paste(client, page, text, *, mode="append", **values):
    """Through the preview to the confirmation."""
    shown = client.post(paste_url(page), {"text": text, "mode": mode})
    if shown.status_code != 200:
        return shown
    data = {"text": text, "mode": mode, "step": "save", "state": shown.context["state"]}
    return client.post(paste_url(page), {**data, **values})


class TestPaste:
    def test_preview_shows_and_saves_nothing(self, editor, meeting):
        page = meeting(agenda=[{"title": "Było"}])
        text = "1. 10:00–10:15 Otwarcie – Jan Kowalski, ROPS\n1.1 <script>x</script>"
        response = editor.post(paste_url(page), {"text": text, "mode": "append"})
        content = response.content.decode()
        for part in ("Otwarcie", "10:00", "15", "Jan Kowalski", "ROPS", "&lt;script&gt;x"):
            assert part in content
        assert "<script>x" not in content
        assert agenda(page) == ["Było"] and not page.revisions.exists()

    def test_a_draft_gets_the_items_after_its_own(self, editor, meeting):
        page = meeting(live=False, agenda=[{"title": "Było"}])
        response = paste(editor, page, "1. 10:00–10:15 A – Jan Kowalski, ROPS\n1.1 B\r\n")
        assert response.url == reverse("wagtailadmin_pages:edit", args=[page.pk])
        assert agenda(page) == ["Było", "A", "B"]
        page = type(page).objects.get(pk=page.pk)
        assert not page.live
        item = page.agenda_items.all()[1]
        assert (item.starts_time, item.duration) == (time(10), 15)
        assert (item.speaker, item.affiliation, item.level) == ("Jan Kowalski", "ROPS", 1)
        assert page.agenda_items.all()[2].level == 2
        assert page.get_latest_revision().user == editor.user

    def test_a_published_page_gets_a_draft_only(self, editor, meeting):
        page = meeting(agenda=[{"title": "Było"}])
        paste(editor, page, "Nowe")
        page = type(page).objects.get(pk=page.pk)
        assert agenda(page) == ["Było", "Nowe"]
        assert [item.title for item in page.agenda_items.all()] == ["Było"]
        assert page.live and page.has_unpublished_changes
        page.get_latest_revision().publish()
        page = type(page).objects.get(pk=page.pk)
        assert [item.title for item in page.agenda_items.all()] == ["Było", "Nowe"]

    def test_pasted_onto_the_newest_draft(self, editor, meeting):
        page = meeting(agenda=[{"title": "Było"}])
        draft = page.get_latest_revision_as_object()
        draft.lead = "Ze szkicu"
        draft.save_revision()
        paste(editor, page, "Nowe")
        latest = type(page).objects.get(pk=page.pk).get_latest_revision_as_object()
        assert latest.lead == "Ze szkicu" and agenda(page) == ["Było", "Nowe"]

    def test_confirmed_twice_is_added_once(self, editor, meeting):
        for page in (meeting(), meeting(live=False)):
            page.save_revision()
            shown = editor.post(paste_url(page), {"text": "A\nB", "mode": "append"})
            data = {"text": "A\nB", "mode": "append", "step": "save"}
            data["state"] = shown.context["state"]
            assert editor.post(paste_url(page), data).status_code == 302
            again = editor.post(paste_url(page), data)
            assert again.status_code == 422 and again.context["notice"]
            assert agenda(page) == ["A", "B"]

    def test_somebody_saved_meanwhile(self, editor, meeting):
        page = meeting()
        shown = editor.post(paste_url(page), {"text": "A", "mode": "append"})
        page.save_revision()
        data = {"text": "A", "mode": "append", "step": "save", "state": shown.context["state"]}
        assert editor.post(paste_url(page), data).status_code == 422
        assert agenda(page) == []

    def test_saving_without_a_look(self, editor, meeting):
        page = meeting()
        page.save_revision()
        response = editor.post(paste_url(page), {"text": "A", "mode": "append", "step": "save"})
        assert response.status_code == 422 and agenda(page) == []

    def test_replacing_keeps_what_hangs_on_the_same_words(self, editor, meeting):
        rows = [
            {"title": "Otwarcie", "is_internal": True, "speaker": "Anna"},
            {"title": "Sprawy różne", "result": "noted"},
            {"title": "Zbędne"},
        ]
        page = meeting(agenda=rows)
        uuids = {item.title: item.uuid for item in page.agenda_items.all()}
        text = "1. Nowe\n2. SPRAWY RÓŻNE.\n3. otwarcie"
        shown = editor.post(paste_url(page), {"text": text, "mode": "replace"})
        assert [item.title for item in shown.context["replacement"].removed] == ["Zbędne"]
        paste(editor, page, text, mode="replace")
        draft = type(page).objects.get(pk=page.pk).get_latest_revision_as_object()
        new, various, opening = draft.agenda_items.all()
        assert (new.title, various.title, opening.title) == ("Nowe", "SPRAWY RÓŻNE.", "otwarcie")
        assert (various.uuid, various.result) == (uuids["Sprawy różne"], "noted")
        assert opening.uuid == uuids["Otwarcie"] and opening.is_internal
        assert opening.speaker == "Anna" and not new.is_internal

    def test_replacing_says_what_goes_with_it(self, editor, meeting):
        page = meeting(agenda=[{"title": "Tajne", "is_internal": True}, {"title": "Z plikiem"}])
        item = page.agenda_items.all()[1]
        page.materials.add(page.materials.model(url="https://x.example", item_uuid=item.uuid))
        page.save()
        response = editor.post(paste_url(page), {"text": "Nowe", "mode": "replace"})
        assert [one.title for one in response.context["with_facts"]] == ["Z plikiem"]
        assert "Tajne" in response.content.decode()

    @pytest.mark.parametrize(("count", "present"), [(101, 0), (3000, 0), (97, 4)])
    def test_too_many_are_refused_with_their_number(
        self, editor, meeting, settings, count, present
    ):
        settings.DATA_UPLOAD_MAX_NUMBER_FIELDS = 5000
        page = meeting(agenda=[{"title": f"Było {number}"} for number in range(present)])
        text = "\n".join(f"{number}. Punkt" for number in range(1, count + 1))
        response = paste(editor, page, text)
        assert response.status_code == 422
        assert str(count) in response.context["form"].errors["text"][0]
        assert len(agenda(page)) == present and not page.revisions.exists()
        assert text.splitlines()[-1] in texts(response)

    def test_replacing_does_not_count_what_goes(self, editor, meeting, settings):
        settings.DATA_UPLOAD_MAX_NUMBER_FIELDS = 5000
        page = meeting(agenda=[{"title": "Było"}])
        text = "\n".join(f"{number}. Punkt {number}" for number in range(1, 101))
        assert paste(editor, page, text, mode="replace").status_code == 302
        assert len(agenda(page)) == 100

    def test_too_long_a_title_is_named(self, editor, meeting):
        page = meeting()
        response = paste(editor, page, f"A\n2. {'x' * 501}")
        assert response.status_code == 422 and "2" in response.context["form"].errors["text"][0]
        assert agenda(page) == []

    @pytest.mark.parametrize("data", [{}, {"text": " \n", "mode": "append"}, {"text": "•"}])
    def test_nothing_pasted(self, editor, meeting, data):
        page = meeting()
        assert editor.post(paste_url(page), {"mode": "append", **data}).status_code == 422

    def test_an_unknown_mode(self, editor, meeting):
        response = editor.post(paste_url(meeting()), {"text": "A", "mode": "x"})
        assert response.status_code == 422 and "mode" in response.context["form"].errors

    def test_back_to_the_text(self, editor, meeting):
        page = meeting()
        response = editor.post(
            paste_url(page), {"text": " A\n B", "mode": "append", "step": "text"}
        )
        assert response.context["form"].initial["text"] == " A\n B"


class TestPasteRoles:
    def test_who_may_not_edit(self, client, meeting, committee):
        page = meeting()
        user = create_user("moderacja")
        user.groups.add(create_roles(committee)["moderators"])
        client.force_login(user)
        assert client.get(paste_url(page)).url == reverse("wagtailadmin_home")
        assert paste(client, page, "A").status_code == 302
        assert agenda(page) == []

    def test_who_is_not_logged_in(self, client, meeting):
        assert "login" in client.get(paste_url(meeting())).url

    def test_a_page_that_is_no_meeting(self, editor, committee):
        assert editor.get(paste_url(committee)).status_code == 404

    def test_a_page_locked_by_another_is_refused(self, editor, meeting, admin_user):
        page = meeting()
        page.locked, page.locked_by, page.locked_at = True, admin_user, timezone.now()
        page.save()
        for response in (editor.get(paste_url(page), follow=True),):
            assert response.redirect_chain[0][0].endswith(f"/{page.pk}/edit/")
        assert paste(editor, page, "A").status_code == 302
        assert agenda(page) == []

    def test_ones_own_lock_is_none(self, editor, meeting):
        page = meeting()
        page.locked, page.locked_by, page.locked_at = True, editor.user, timezone.now()
        page.save()
        paste(editor, page, "A")
        assert agenda(page) == ["A"]

    def test_a_page_in_somebodys_workflow_is_refused(self, editor, meeting, admin_user):
        from django.contrib.auth.models import Group
        from wagtail.models import GroupApprovalTask, Workflow, WorkflowTask

        page = meeting(live=False)
        page.save_revision()
        task = GroupApprovalTask.objects.create(name="Akceptacja")
        task.groups.add(Group.objects.create(name="Dyrekcja"))
        workflow = Workflow.objects.create(name="Obieg")
        WorkflowTask.objects.create(workflow=workflow, task=task, sort_order=1)
        workflow.start(page, editor.user)
        assert paste(editor, page, "A").status_code == 302
        assert agenda(page) == []

    def test_an_alias_is_refused(self, editor, meeting, committee):
        page = meeting()
        other = make.MeetingIndexPageFactory(parent=committee)
        alias = page.create_alias(parent=other)
        assert editor.get(paste_url(alias)).status_code == 302

    def test_a_settled_meeting_gets_an_agenda_too(self, editor, meeting):
        page = meeting(confirmed=True)
        paste(editor, page, "A")
        assert agenda(page) == ["A"]


class TestPanel:
    def render(self, page, user, rf):
        from rkres_wagtail.meetings.agenda_panel import PasteAgendaPanel

        panel = PasteAgendaPanel().bind_to_model(type(page))
        request = rf.get("/")
        request.user = user
        return panel.get_bound_panel(instance=page, request=request, form=None).render_html()

    def test_leads_here_from_the_editor(self, meeting, admin_user, rf):
        page = meeting()
        assert paste_url(page) in self.render(page, admin_user, rf)

    def test_a_page_not_saved_yet_has_nowhere_to_lead(self, meeting, admin_user, rf):
        assert "href" not in self.render(type(meeting())(), admin_user, rf)
