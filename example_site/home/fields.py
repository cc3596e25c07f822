from __future__ import annotations

from wagtail.fields import StreamField

from rkres_wagtail.embeds.blocks import RKRES_BLOCKS

from .blocks import BodyBlock


class BodyField(StreamField):
    """The body of the site's own pages; its blocks stay out of migrations."""

    def __init__(self, *args, **kwargs):
        # rkres-wagtail: parts of the committee between the site's own blocks.
        super().__init__(
            BodyBlock([*RKRES_BLOCKS]), **{"blank": True, **kwargs, "verbose_name": "treść"}
        )

    def deconstruct(self):
        name, path, _args, kwargs = super().deconstruct()
        kwargs.pop("block_lookup", None)
        return name, path, [], kwargs
