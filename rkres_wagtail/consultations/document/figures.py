"""Which images published texts show: Wagtail's index of references does not know sections."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import TextField
from django.db.models.functions import Cast

from ..models import SectionText
from ..reader.raw import images


def published_uses(pictures: Iterable) -> int:
    """How many texts of published versions show one of ``pictures``.

    Asked when somebody deletes an image: of all texts, those with a figure are read.
    """
    wanted = {str(picture.pk) for picture in pictures}
    texts = SectionText.objects.filter(version__published_at__isnull=False)
    texts = texts.alias(stored=Cast("content", TextField())).filter(stored__contains='"image"')
    rows = texts.only("content").order_by("pk")
    return sum(not wanted.isdisjoint(images(text)) for text in rows.iterator(chunk_size=200))
