"""Files of the invented meeting that was held: a sheet, a scan and a drawing, made on the spot."""

from __future__ import annotations

from datetime import date, timedelta
from io import BytesIO
from math import cos, pi, sin
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.images import ImageFile
from openpyxl import Workbook
from PIL import Image, ImageDraw
from wagtail.documents import get_document_model
from wagtail.images import get_image_model

from rkres_wagtail.meetings.choices import MaterialAccess, MaterialKind

from . import demo_meeting_content as content

_PAPER, _INK, _GREEN, _WOOD = "#fbfaf5", "#39424e", "#2f6b4f", "#c79a63"


def add_materials(page, today: date) -> None:
    """An accessible sheet of an item, and a scan that is to be replaced by an accessible file."""
    item = page.agenda_items.all()[1]
    rows = (
        {
            "document": _document(
                content.SHEET_TITLE,
                "zamowienia-z-klauzulami.xlsx",
                _sheet("Klauzule", content.SHEET),
            ),
            "kind": MaterialKind.PRESENTATION,
            "item_uuid": item.uuid,
        },
        {
            "document": _document(content.SCAN_TITLE, "notatki-z-dyskusji.pdf", _scan()),
            "kind": MaterialKind.OTHER,
            "access": MaterialAccess.NOT_ACCESSIBLE,
            "replace_by": today + timedelta(days=30),
        },
    )
    for number, row in enumerate(rows):
        page.materials.add(page.materials.model(sort_order=number, **row))


def add_photo(page) -> None:
    title, images = content.PHOTO["title"], get_image_model().objects
    image = images.filter(title=title).first() or images.create(
        title=title, file=ImageFile(BytesIO(_drawing()), name="posiedzenie-rysunek.png")
    )
    words = {name: content.PHOTO[name] for name in ("alt_text", "caption")}
    page.photos = [("photo", {"image": image, **words})]


def _document(title: str, name: str, data: bytes):
    """The one with this title that an earlier meeting had, else a new one."""
    document = get_document_model().objects.filter(title=title).first()
    if document is None:
        document = get_document_model()(title=title, file=ContentFile(data, name=name))
        document.file_size = len(data)
        document.save()
    return document


def form_to_fill_in(title: str, rows) -> Any:
    """A sheet with columns to fill in, for consultations."""
    return _document(title, "formularz-uwag.xlsx", _sheet("Uwagi", rows))


def _sheet(title: str, rows) -> bytes:
    book = Workbook()
    book.active.title = title
    for row in rows:
        book.active.append(row)
    buffer = BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def _scan() -> bytes:
    """A page of scribbles as a picture in a PDF: what a screen reader cannot read."""
    image = Image.new("RGB", (827, 1169), _PAPER)
    pen = ImageDraw.Draw(image)
    for line in range(18):
        top = 120 + line * 52
        end = 720 - (line * 97) % 260
        points = [(90 + x, top + 6 * sin(x / 9 + line) + 4 * sin(x / 3)) for x in range(0, end, 4)]
        pen.line(points, fill=_INK, width=3)
    buffer = BytesIO()
    image.save(buffer, "PDF", resolution=100)
    return buffer.getvalue()


def _drawing() -> bytes:
    """People around a table, seen from above."""
    image = Image.new("RGB", (1200, 800), "#e9efe9")
    pen = ImageDraw.Draw(image)
    pen.rectangle((380, 40, 820, 120), fill="#ffffff", outline=_INK, width=4)
    for line in range(2):
        pen.line((410, 66 + line * 26, 760 - line * 90, 66 + line * 26), fill=_GREEN, width=5)
    pen.ellipse((330, 230, 870, 690), fill=_WOOD, outline=_INK, width=4)
    for number in range(9):
        angle = -pi / 2 + number * 2 * pi / 9
        x, y = 600 + 360 * cos(angle), 460 + 275 * sin(angle)
        pen.ellipse((x - 52, y - 40, x + 52, y + 40), fill=_GREEN, outline=_INK, width=3)
        pen.ellipse((x - 27, y - 27, x + 27, y + 27), fill="#f0d3b4", outline=_INK, width=3)
        x, y = 600 + 225 * cos(angle), 460 + 185 * sin(angle)
        pen.rectangle((x - 24, y - 17, x + 24, y + 17), fill="#ffffff", outline=_INK, width=2)
    buffer = BytesIO()
    image.save(buffer, "PNG")
    return buffer.getvalue()
