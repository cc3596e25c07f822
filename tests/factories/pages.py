"""Pages of the tree, also where the project swaps the base page."""

from __future__ import annotations

from datetime import timedelta

import factory
import swapper
from django.apps import apps
from django.utils import timezone
from wagtail.models import PageViewRestriction, Site

from rkres_wagtail.conf import settings as rkres_settings


class TreePageFactory(factory.Factory):
    """Creates a published page under ``parent`` (the default site's root).

    The model comes from the setting ``RKRES_WAGTAIL_<setting>`` at call time. Traits:
    ``draft``, ``expired`` (the scheduler has not run yet); ``private=True`` adds a password.
    """

    class Meta:
        abstract = True

    class Params:
        draft = factory.Trait(live=False)
        expired = factory.Trait(
            expire_at=factory.LazyFunction(lambda: timezone.now() - timedelta(minutes=1))
        )

    parent = None
    live = True
    private = False

    @classmethod
    def _create(cls, model_class, *args, **kwargs):
        parent = kwargs.pop("parent") or default_parent()
        private = kwargs.pop("private")
        live = kwargs.pop("live")
        model = kwargs.pop("model", None) or page_class(model_class.setting)
        # The caller's copy of the parent may have stale numbers of the tree.
        parent = type(parent).objects.get(pk=parent.pk)
        kwargs.setdefault("locale", parent.locale)
        if live:
            # Published without a revision: three times as quick, and enough for most tests.
            now = timezone.now()
            kwargs = {"first_published_at": now, "last_published_at": now, **kwargs}
        page = parent.add_child(instance=model(live=live, **kwargs))
        if private:
            PageViewRestriction.objects.create(
                page=page, restriction_type=PageViewRestriction.PASSWORD, password="x"
            )
        return page


def default_parent():
    """The home page of the default site, or the root of the tree."""
    site = Site.objects.filter(is_default_site=True).select_related("root_page").first()
    if site:
        return site.root_page
    return swapper.load_model("wagtailcore", "Page").objects.get(depth=1)


def page_class(setting: str):
    """The page class that ``RKRES_WAGTAIL_<setting>`` names."""
    return apps.get_model(getattr(rkres_settings, setting))
