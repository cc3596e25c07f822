"""Ten thousand remarks cost no more queries than fifty: taken in, answered, listed, published."""

from __future__ import annotations

import time

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from rkres_wagtail.remarks import services
from rkres_wagtail.remarks.answering import services as answering
from rkres_wagtail.remarks.answering.log import BATCH as LOGGED
from rkres_wagtail.remarks.models import Remark
from tests.factories import ConsultationPageFactory
from tests.factories.consultations import ConsultationReportFactory, DocumentVersionFactory
from tests.factories.remarks import RemarkFactory, ResponseStatusFactory, SubmissionFactory

pytestmark = [pytest.mark.django_db, pytest.mark.scale]

FEW, MANY = 50, 10_000
#: Rows of one INSERT on SQLite, which takes the fewest.
ROWS = 30
TEXT = "Prosimy o dopisanie spółdzielni socjalnych i zakładów aktywności zawodowej. " * 3


def measured(verb) -> tuple[int, float]:
    """Queries and seconds of ``verb()``."""
    cache.clear()
    begun = time.perf_counter()
    with CaptureQueriesContext(connection) as queries:
        verb()
    return len(queries), time.perf_counter() - begun


def asked(client, address: str) -> int:
    """Queries of a second request, when everything that is kept is kept."""

    def get():
        response = client.get(address)
        assert response.status_code == 200
        if response.streaming:
            list(response)

    get()
    return measured(get)[0]


def of_size(consultations, count: int):
    """A closed consultation with ``count`` remarks by a third as many authors; and their cost."""
    page = ConsultationPageFactory(parent=consultations, rounds=[{"closed": True}])
    version = DocumentVersionFactory(consultation=page, number=1, sections=60)
    texts = list(version.texts.select_related("identity"))
    sendings = [
        (
            SubmissionFactory.build(organisation=f"Podmiot {number // 3}"),
            [
                RemarkFactory.build(
                    content=f"{number}. {TEXT}",
                    moderation="approved",
                    section=texts[number % 60].identity,
                    version=version,
                )
            ],
        )
        for number in range(count)
    ]
    cost = measured(lambda: services.receive_many(consultation=page, sendings=sendings))
    return page, cost


def answer_all(page, user) -> tuple[int, float]:
    remarks = list(Remark.objects.of(page).select_related("consultation", "submission"))
    status = ResponseStatusFactory(committee=page.committee)
    return measured(
        lambda: answering.answer(
            consultation=page,
            remarks=remarks,
            status=status,
            position="Zapis zostanie uzupełniony.",
            user=user,
            edits={each.pk: each.edits for each in remarks},
        )
    )


def test_ten_thousand_remarks_cost_the_queries_of_fifty(
    client, admin_user, admin_client, consultations
):
    costs, seconds = {}, {}
    for count in (FEW, MANY):
        page, (received, took) = of_size(consultations, count)
        answered, long = answer_all(page, admin_user)
        seconds[count] = took + long
        # What is one INSERT for many rows grows by these only.
        assert received <= 2 * count / ROWS + count / services.BATCH * 2 + 40
        assert answered <= count / ROWS + count / LOGGED + 40
        ConsultationReportFactory(consultation=page, remarks_count=None, authors_count=None)
        base, office = page.get_url(), reverse("rkres_remark_export", args=[page.pk])
        found = {
            "report": asked(client, f"{base}raport/"),
            "filtered": asked(client, f"{base}raport/?kanal=email&strona=2"),
            "page": asked(client, base),
            "csv": asked(client, f"/rkres/uwagi/{page.pk}.csv"),
            "xlsx": asked(client, f"/rkres/uwagi/{page.pk}.xlsx"),
            "api": asked(client, f"/api/v2/remarks/?consultation={page.pk}&limit=20"),
        }
        found |= {
            "register": asked(admin_client, reverse("rkres_remarks", args=[page.pk])),
            "gaps": asked(admin_client, reverse("rkres_report_gaps", args=[page.pk])),
            "office csv": asked(admin_client, f"{office}?format=csv"),
            "office xlsx": asked(admin_client, f"{office}?format=xlsx"),
        }
        costs[count] = found
    # A table of thousands has no ready files to ask for, so its page costs less.
    assert all(costs[MANY][name] <= few for name, few in costs[FEW].items()), costs
    assert costs[MANY]["csv"] <= 10 and costs[MANY]["xlsx"] <= 10
    assert seconds[MANY] < 240
