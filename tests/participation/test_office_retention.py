"""Names of who declared go in time, or when the person asks for it; what stays, stays."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from django.core.management import call_command
from django.utils import timezone
from freezegun import freeze_time
from wagtail.models import ModelLogEntry, PageLogEntry

from rkres_wagtail.outbox.services import enqueue
from rkres_wagtail.participation.models import Declaration, DeclarationFile
from rkres_wagtail.participation.office import due, retention
from rkres_wagtail.remarks.services import ChangedMeanwhile
from rkres_wagtail.site_settings import RkresSettings
from tests.factories import CommitteePageFactory, MembershipFactory, SectorFactory
from tests.factories.participation import (
    ConsentTextFactory,
    DeclarationFactory,
    JoiningOfferFactory,
)

from .office import keeper_of, register

pytestmark = pytest.mark.django_db

NOW = timezone.now()
SECRET = "Poufna-Testowa"


def months_ago(number: int, days: int = 0):
    return NOW - timedelta(days=31 * number + days)


@pytest.fixture
def row(tier, committee, site):
    """Accepted two years ago, with something of everything that is personal."""
    made = DeclarationFactory(
        target=tier,
        last_name=SECRET,
        position="prezeska",
        motivation=f"Ja, {SECRET}, chcę.",
        office_note="Zadzwonić.",
        address_key="a" * 64,
        sector=SectorFactory(committee=committee),
        consent=ConsentTextFactory(offer=JoiningOfferFactory(target=tier)),
        is_accepted=True,
        decided_at=months_ago(24),
        membership=MembershipFactory(body=tier),
    )
    made.files.create(name=f"{SECRET}.pdf", size=8, sha256="0" * 64, content=b"%PDF-1.7")
    enqueue(
        kind="declaration_accepted",
        key="test",
        site=site,
        recipient="janina@example.org",
        subject="Deklaracja",
        text=SECRET,
        about=made,
    )
    return made


def message_of(row):
    from rkres_wagtail.participation.office.messages import messages_of

    return messages_of([row.pk]).get()


def check_empty(row):
    row.refresh_from_db()
    assert [getattr(row, name) for name in row.PERSONAL] == [""] * len(row.PERSONAL)
    assert row.nonce == ""
    assert row.anonymised_at is not None
    assert not DeclarationFile.objects.filter(declaration=row).exists()
    message = message_of(row)
    assert message.is_forgotten
    assert SECRET not in f"{message.text}{message.html}"
    written = [
        *ModelLogEntry.objects.values_list("label", "data"),
        *PageLogEntry.objects.values_list("label", "data"),
    ]
    assert SECRET not in str(written)


# In time ------------------------------------------------------------------------------------------


def test_what_is_due_goes_and_what_is_counted_stays(row):
    membership, sector, consent = row.membership, row.sector, row.consent
    assert retention.run(NOW) == 1
    check_empty(row)
    assert (row.membership, row.sector, row.consent, row.state) == (
        membership, sector, consent, "accepted",
    )  # fmt: skip
    assert membership.person.last_name
    entry = PageLogEntry.objects.get(action="rkres_wagtail.declarations_anonymise")
    assert entry.data == {"count": 1}
    assert retention.run(NOW) == 0
    assert PageLogEntry.objects.filter(action=entry.action).count() == 1


@pytest.mark.parametrize(
    ("own", "sites", "months", "goes"),
    [
        (None, 12, 13, True),
        (None, 12, 11, False),
        (None, 3, 4, True),
        (2, 12, 3, True),
        (24, 12, 13, False),
    ],
)
@pytest.mark.parametrize("trait", ["rejected", "withdrawn", "accepted"])
def test_so_many_months_as_the_offer_or_the_site_says(tier, site, own, sites, months, goes, trait):
    JoiningOfferFactory(target=tier, retention_months=own)
    RkresSettings.objects.create(site=site, declaration_retention_months=sites)
    at = months_ago(months)
    when = {"withdrawn_at": at} if trait == "withdrawn" else {"decided_at": at}
    DeclarationFactory(target=tier, **{trait: True, **when})
    assert retention.run(NOW) == (1 if goes else 0)


def test_to_the_day(tier):
    with freeze_time("2026-03-31 10:00"):
        row = DeclarationFactory(target=tier, rejected=True, decided_at=timezone.now())
    assert str(due.due_on(row, 11)) == "2027-02-28"
    JoiningOfferFactory(target=tier, retention_months=11)
    with freeze_time("2027-02-27 12:00"):
        assert retention.run(timezone.now()) == 0
    with freeze_time("2027-02-28 12:00"):
        assert retention.run(timezone.now()) == 1


@pytest.mark.parametrize("trait", ["unconfirmed", None])
def test_what_is_not_over_stays(tier, trait):
    old = months_ago(60)
    traits = {trait: True} if trait else {"confirmed_at": old}
    DeclarationFactory(target=tier, received_at=old, **traits)
    assert retention.run(NOW) == 0
    assert Declaration.objects.get().last_name


def test_each_body_by_itself(tier, group, monkeypatch):
    """One that fails does not bring back what another one lost."""
    for target in (tier, group):
        DeclarationFactory(target=target, rejected=True, decided_at=months_ago(24))
    real, calls = retention.emptying.empty, []

    def fail_once(keys, **kwargs):
        calls.append(keys)
        if len(calls) == 2:
            raise RuntimeError
        return real(keys, **kwargs)

    monkeypatch.setattr(retention.emptying, "empty", fail_once)
    with pytest.raises(RuntimeError):
        retention.run(NOW)
    assert Declaration.objects.exclude(anonymised_at=None).count() == 1
    monkeypatch.undo()
    assert retention.run(NOW) == 1


# The command --------------------------------------------------------------------------------------


def said(capsys, *args) -> str:
    call_command("rkres_anonymise", *args)
    return capsys.readouterr().out


def test_the_command_does_it(row, capsys):
    assert "declarations: 1" in said(capsys)
    check_empty(row)
    assert "declarations" not in said(capsys)


def test_a_dry_run_says_what_and_when(row, tier, capsys):
    DeclarationFactory(target=tier, rejected=True, decided_at=NOW)
    DeclarationFactory(target=tier, unconfirmed=True, received_at=months_ago(3))
    text = said(capsys, "--dry-run")
    lines = [line for line in text.splitlines() if "declarations" in line]
    assert len(lines) == 3
    assert sum(tier.title in line for line in lines) == 2
    assert SECRET not in text
    row.refresh_from_db()
    assert row.last_name == SECRET
    assert Declaration.objects.count() == 3


def test_it_deletes_what_nobody_confirmed(tier, capsys):
    kept = DeclarationFactory(target=tier, unconfirmed=True, received_at=NOW)
    DeclarationFactory(target=tier, unconfirmed=True, received_at=months_ago(3))
    assert "unconfirmed_declarations: 1" in said(capsys)
    assert Declaration.objects.get() == kept


def test_one_consultation_leaves_declarations_alone(row, committee, capsys):
    from tests.factories import ConsultationIndexPageFactory, ConsultationPageFactory

    index = ConsultationIndexPageFactory(parent=committee)
    page = ConsultationPageFactory(parent=index)
    said(capsys, "--consultation", str(page.pk))
    row.refresh_from_db()
    assert row.last_name == SECRET


# At the person's request --------------------------------------------------------------------------


@pytest.fixture
def keeper(client, committee):
    user = keeper_of(committee)
    client.force_login(user)
    return user


def erase(client, row, **values):
    data = {"edits": row.edits, "reason": "Wniosek z 3 marca.", "erase": "1", **values}
    return client.post(register("data", row.pk), data)


def test_erased_at_once(client, keeper, row):
    assert erase(client, row).url == register("inspect", row.pk)
    check_empty(row)
    assert row.membership is not None
    entry = ModelLogEntry.objects.for_instance(row).get()
    assert entry.data == {"reason": "Wniosek z 3 marca."}
    page = client.get(register("inspect", row.pk)).content.decode()
    assert register("data", row.pk) not in page
    assert client.get(register("edit", row.pk)).status_code == 302
    assert erase(client, row).status_code == 302
    assert ModelLogEntry.objects.for_instance(row).count() == 1


def test_what_waited_counts_as_withdrawn(client, keeper, tier):
    row = DeclarationFactory(target=tier)
    erase(client, row)
    row.refresh_from_db()
    assert (row.state, row.withdrawn_by_office, row.last_name) == ("withdrawn", True, "")


def test_what_nobody_confirmed_is_deleted(client, keeper, tier):
    row = DeclarationFactory(target=tier, unconfirmed=True)
    assert erase(client, row).url == register()
    assert not Declaration.objects.exists()


@pytest.mark.parametrize("reason", ["", " ", "x" * 600])
def test_erasing_needs_a_reason(client, keeper, row, reason):
    response = erase(client, row, reason=reason)
    assert "reason" in response.context["form"].errors
    row.refresh_from_db()
    assert row.last_name == SECRET


def test_an_older_form_erases_nothing(row):
    with pytest.raises(ChangedMeanwhile):
        retention.erase(row, reason="x", edits=7, user=None)


def test_a_copy_for_the_person(client, keeper, row):
    response = client.post(register("data", row.pk), {"edits": 0, "reason": "", "copy": "1"})
    assert response["Content-Disposition"].startswith("attachment")
    assert "no-store" in response["Cache-Control"]
    data = json.loads(response.content)
    assert data["last_name"] == SECRET
    assert data["files"][0]["name"] == f"{SECRET}.pdf"
    assert data["consent"]["statement"] == row.consent.statement
    assert data["messages"][0]["subject"] == "Deklaracja"
    assert "nonce" not in data
    assert row.nonce not in response.content.decode()
    assert "address_key" not in data
    row.refresh_from_db()
    assert row.last_name == SECRET
    action = ModelLogEntry.objects.for_instance(row).get().action
    assert action == "rkres_wagtail.declaration_copy"


def test_nobody_else_copies_or_erases(client, row, site_root):
    other = CommitteePageFactory(parent=site_root)
    client.force_login(keeper_of(other, "obca"))
    for data in ({"copy": "1"}, {"erase": "1", "reason": "x"}):
        assert client.post(register("data", row.pk), {"edits": 0, **data}).status_code == 302
    row.refresh_from_db()
    assert row.last_name == SECRET
