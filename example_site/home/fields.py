from __future__ import annotations

from wagtail.fields import StreamField

from .blocks import BodyBlock


class BodyField(StreamField):
    """The body of the site's own pages; its blocks stay out of migrations."""

    def __init__(self, *args, **kwargs):
        super().__init__(BodyBlock(), **{"blank": True, **kwargs, "verbose_name": "treść"})

    def deconstruct(self):
        name, path, _args, kwargs = super().deconstruct()
        kwargs.pop("block_lookup", None)
        return name, path, [], kwargs
