"""Large imports: thousands of remarks in one table, ten thousand in all."""

from __future__ import annotations

import time

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from openpyxl import Workbook

from rkres_wagtail.remarks.models import Remark, RemarkBatch
from rkres_wagtail.remarks.offline import services
from rkres_wagtail.remarks.offline.plan import Plan

from .test_reading import saved, word

pytestmark = [pytest.mark.django_db, pytest.mark.scale]

LONG = "Proponujemy uzupełnić zapisy o wsparcie spółdzielni socjalnych w powiatach wiejskich. " * 4


def table(count: int, first: int = 0) -> bytes:
    workbook = Workbook(write_only=True)
    sheet = workbook.create_sheet()
    sheet.append(["Lp.", "Część dokumentu", "Treść uwagi", "Proponowane brzmienie", "Uzasadnienie"])
    for n in range(first, first + count):
        sheet.append([n, f"Rozdział {n % 60}", f"{n}. {LONG}", LONG, LONG])
    return saved(workbook)


def test_ten_thousand_remarks_in_two_tables(office, admin_user):
    data = [("a.xlsx", table(5000)), ("b.xlsx", table(5000, 5000))]
    begun = time.perf_counter()
    office.drop(*data)
    batch = RemarkBatch.objects.get()
    seen = Plan(batch, office.page).seen
    office.look()
    with CaptureQueriesContext(connection) as asked:
        services.apply_batch(batch=batch, page=office.page, seen=seen, user=admin_user)
    done = time.perf_counter()
    assert Remark.objects.count() == 10_000
    # One INSERT for many remarks (SQLite takes the fewest), and what is always the same.
    assert len(asked) < 10_000 / 30 + 60
    assert done - begun < 240


def test_five_thousand_remarks_in_a_docx_are_read_in_seconds(office):
    rows = [(str(n), f"Rozdział {n % 60}", "", f"{n}. {LONG}", "", "Bo") for n in range(200)]
    small = word(*rows)
    # python-docx is slow at making tables: rows are copied in the XML.
    import copy
    import io

    import docx

    file = docx.Document(io.BytesIO(small))
    body = file.tables[0]._tbl
    originals = list(body.tr_lst[1:])
    for _n in range(24):
        for row in originals:
            body.append(copy.deepcopy(row))
    data = saved(file)
    begun = time.perf_counter()
    office.drop(("a.docx", data))
    took = time.perf_counter() - begun
    assert Plan(RemarkBatch.objects.get(), office.page).remark_count == 5000
    assert took < 60
