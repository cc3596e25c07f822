"""What may be linked to a programme, once, and what follows from it."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError
from wagtail.models import PageLogEntry

from rkres_wagtail.programmes.links import services
from rkres_wagtail.programmes.models import ProgrammeLink, ProgrammeNode, ProgrammeTree
from rkres_wagtail.programmes.presentation import upkeep
from tests.factories import CommitteePageFactory, ProgrammeNodeFactory
from tests.factories.remarks import RemarkFactory

from .chain import Office, address, read

pytestmark = [pytest.mark.django_db, pytest.mark.swapped]


@pytest.fixture
def lpres(programme):
    return programme(nodes=2)


@pytest.fixture
def node(lpres):
    return ProgrammeNode.objects.of(lpres).first()


def refused(**kwargs) -> str:
    before = ProgrammeLink.objects.count()
    with pytest.raises(ValidationError) as error:
        services.link(user=None, **kwargs)
    assert ProgrammeLink.objects.count() == before
    return str(error.value)


def test_each_kind_may_be_linked(lpres, node, office):
    consultation, section, rows = office.reported()
    for target in (office.decision(), office.meeting(), consultation):
        assert services.link(page=lpres, node=node, target_page=target, user=None).node == node
        assert services.link(page=lpres, target_page=target, user=None).node is None
    services.link(page=lpres, node=node, section=section, note=" z konsultacji ", user=None)
    services.link(page=lpres, node=node, remark=rows[0], user=None)
    assert ProgrammeLink.objects.of(lpres).count() == 8
    assert ProgrammeLink.objects.get(section=section).note == "z konsultacji"


def test_a_change_is_counted_and_logged(lpres, node, office):
    decision = office.decision(title="Stanowisko o pracy")
    row = services.link(page=lpres, node=node, target_page=decision, user=None)
    assert ProgrammeTree.objects.of(lpres).get().edits == 1
    services.unlink(row, user=None)
    assert ProgrammeTree.objects.of(lpres).get().edits == 2
    logged = PageLogEntry.objects.filter(action__startswith="rkres_wagtail.programme_")
    assert {entry.action for entry in logged} == {
        "rkres_wagtail.programme_link", "rkres_wagtail.programme_unlink",
    }  # fmt: skip
    assert all("Stanowisko o pracy" in entry.formatter.format_message(entry) for entry in logged)


def test_the_history_does_not_quote_a_remark(lpres, node, office):
    _consultation, _section, rows = office.reported()
    services.link(page=lpres, node=node, remark=rows[0], user=None)
    entry = PageLogEntry.objects.get(action="rkres_wagtail.programme_link")
    assert rows[0].content not in str(entry.data)


def test_not_twice(lpres, node, office):
    consultation, section, rows = office.reported()
    for end in ({"target_page": consultation}, {"section": section}, {"remark": rows[0]}):
        services.link(page=lpres, node=node, user=None, **end)
        refused(page=lpres, node=node, **end)
        # Of the whole programme it is another link.
        services.link(page=lpres, user=None, **end)
        refused(page=lpres, **end)


def test_one_end_and_one_only(lpres, node, office):
    consultation, section, _rows = office.reported()
    refused(page=lpres, node=node)
    refused(page=lpres, node=node, target_page=consultation, section=section)


def test_no_page_of_another_kind(lpres, node, committee, programme):
    for other in (committee, programme()):
        refused(page=lpres, node=node, target_page=other)


def test_nothing_of_another_committee(lpres, node, site_root):
    other = Office(CommitteePageFactory(parent=site_root, slug="drugi", title="Drugi"))
    consultation, section, rows = other.reported()
    ends = [{"target_page": consultation}, {"target_page": other.decision()},
            {"section": section}, {"remark": rows[0]}]  # fmt: skip
    for end in ends:
        refused(page=lpres, node=node, **end)


def test_no_element_of_another_programme(lpres, programme, office):
    node = ProgrammeNodeFactory(programme=programme())
    refused(page=lpres, node=node, target_page=office.decision())


def test_no_element_that_is_gone(lpres, office):
    node = ProgrammeNodeFactory(programme=lpres)
    ProgrammeNode.objects.filter(pk=node.pk).delete()
    refused(page=lpres, node=node, target_page=office.decision())


def test_no_junk(lpres, node, office):
    remark = RemarkFactory(consultation=office.consultation(), junk=True)
    refused(page=lpres, node=node, remark=remark)


def test_no_novel_in_the_note(lpres, node, office):
    refused(page=lpres, node=node, target_page=office.decision(), note="x" * 256)


def test_removing_twice_is_no_error(lpres, node, office):
    row = services.link(page=lpres, node=node, target_page=office.decision(), user=None)
    services.unlink(row, user=None)
    services.unlink(row, user=None)
    assert ProgrammeTree.objects.of(lpres).get().edits == 2


def test_many_at_once_or_none(lpres, node, office, site_root):
    first, second = office.decision(), office.decision()
    services.link(page=lpres, node=node, target_page=first, user=None)
    links = [{"node": node, "target_page": each} for each in (first, second)]
    assert len(services.link_many(page=lpres, links=links, user=None)) == 1
    foreign = Office(CommitteePageFactory(parent=site_root, slug="obcy")).decision()
    links = [{"node": node, "target_page": each} for each in (office.meeting(), foreign)]
    with pytest.raises(ValidationError):
        services.link_many(page=lpres, links=links, user=None)
    assert ProgrammeLink.objects.of(lpres).count() == 2


# The other end ----------------------------------------------------------------------------------


def test_both_ends_lead_to_each_other(client, lpres, node, office):
    consultation, section, rows = office.reported()
    targets = [office.decision(), office.meeting(), consultation]
    for target in targets:
        services.link(page=lpres, node=node, target_page=target, note="bo tak", user=None)
    services.link(page=lpres, node=node, section=section, user=None)
    services.link(
        page=lpres, node=ProgrammeNode.objects.of(lpres).last(), remark=rows[0], user=None
    )
    for target in targets:
        html = read(client, target.get_url())
        assert address(lpres, node) in html and "bo tak" in html
    text = read(client, f"{consultation.get_url()}dokument/")
    assert text.count(f'href="{address(lpres, node)}"') == 1
    table = read(client, f"{consultation.get_url()}raport/")
    # With its section every remark fed it; one of them another element, too.
    assert table.count(f'href="{address(lpres, node)}"') == 3
    assert table.count(address(lpres, ProgrammeNode.objects.of(lpres).last())) == 1


def test_a_hidden_remark_leads_nowhere(client, lpres, node, office):
    consultation, _section, rows = office.reported()
    services.link(page=lpres, node=node, remark=rows[0], user=None)
    type(rows[0]).objects.filter(pk=rows[0].pk).update(moderation="blocked")
    assert address(lpres, node) not in read(client, f"{consultation.get_url()}raport/")


def test_what_is_linked_stays_when_the_link_goes(client, lpres, node, office):
    decision = office.decision()
    row = services.link(page=lpres, node=node, target_page=decision, user=None)
    services.unlink(row, user=None)
    assert address(lpres, node) not in read(client, decision.get_url())
    assert decision.get_url() not in read(client, address(lpres, node))


# What follows -----------------------------------------------------------------------------------


def test_index_and_caches_are_told_once_after_the_commit(
    lpres, node, office, monkeypatch, django_capture_on_commit_callbacks
):
    told = []
    monkeypatch.setattr(upkeep, "tell_pages", lambda each: told.append(each.pk))
    targets = [office.decision(), office.meeting()]
    with django_capture_on_commit_callbacks(execute=True):
        services.link_many(
            page=lpres, links=[{"node": node, "target_page": each} for each in targets], user=None
        )
        assert told == []
    assert told == [lpres.pk]


def test_caches_of_every_element_are_forgotten(lpres):
    paths = lpres.get_cached_paths()
    assert all(f"/cele/{node.key}/" in paths for node in ProgrammeNode.objects.of(lpres))


@pytest.mark.searches
def test_the_index_follows_the_tree(lpres, office, django_capture_on_commit_callbacks):
    from rkres_wagtail.search import matching

    ProgrammeNode.objects.of(lpres).update(title="Spółdzielnie energetyczne")
    assert lpres not in matching(type(lpres), "energetyczna")
    with django_capture_on_commit_callbacks(execute=True):
        services.link(page=lpres, target_page=office.decision(), user=None)
    assert lpres in matching(type(lpres), "energetyczna")
