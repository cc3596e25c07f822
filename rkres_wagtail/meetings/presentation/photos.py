"""The photographs of a meeting, with their alternative texts (requirement 37)."""

from __future__ import annotations

from dataclasses import dataclass

from wagtail.images import get_image_model
from wagtail.images.shortcuts import get_rendition_or_not_found

PHOTO_SPEC = "max-960x720"


@dataclass(frozen=True)
class Photo:
    rendition: object
    alt: str
    caption: str


def photos(stream) -> list[Photo]:
    """Photographs in the editor's order; two queries for all, and none where there are none."""
    values = [block["value"] for block in stream.raw_data] if stream else []
    values = [value for value in values if value and value.get("image")]
    if not values:
        return []
    ids = {int(value["image"]) for value in values if str(value["image"]).isdecimal()}
    images = get_image_model().objects.filter(pk__in=ids).prefetch_renditions(PHOTO_SPEC)
    found = {str(image.pk): image for image in images}
    return [
        Photo(
            get_rendition_or_not_found(found[key], PHOTO_SPEC),
            value.get("alt_text") or "",
            value.get("caption") or "",
        )
        for value in values
        if (key := str(value["image"])) in found
    ]
