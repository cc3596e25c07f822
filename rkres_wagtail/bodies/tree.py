"""The tree of bodies: which page is a body, which committee it belongs to.

Reads page classes of the project, so that a host's own subclasses of the mixins count.
"""

from __future__ import annotations

import swapper
from django.contrib.contenttypes.models import ContentType
from wagtail.models import get_page_models


def page_models(mixin) -> list[type]:
    """Concrete page classes of the project that carry ``mixin``."""
    return [model for model in get_page_models() if issubclass(model, mixin)]


def body_models() -> list[type]:
    from .pages import BodyPageMixin

    return page_models(BodyPageMixin)


def pages_of(mixin):
    """Base page queryset of the pages that carry ``mixin``."""
    Page = swapper.load_model("wagtailcore", "Page")
    types = ContentType.objects.get_for_models(*page_models(mixin)).values()
    return Page.objects.filter(content_type__in=types)


def is_body(page) -> bool:
    """Whether ``page`` (a base page will do) is a committee, tier or group."""
    from .pages import BodyPageMixin

    model = page.specific_class
    return model is not None and issubclass(model, BodyPageMixin)


def is_committee(page) -> bool:
    """Whether ``page`` (a base page will do) is a committee."""
    from .pages import CommitteePageMixin

    model = page.specific_class
    return model is not None and issubclass(model, CommitteePageMixin)


def committee_of(page):
    """The committee that ``page`` is or stands under, as a base page; None outside of any."""
    from .pages import CommitteePageMixin

    if is_committee(page):
        return page
    candidates = page.get_ancestors().filter(
        content_type__in=ContentType.objects.get_for_models(
            *page_models(CommitteePageMixin)
        ).values()
    )
    return candidates.order_by("-depth").first()
