"""Where an editor finds the code of a public page for other sites: a button and its screen."""

from __future__ import annotations

import swapper
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import NoReverseMatch, path, reverse
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView
from wagtail.admin.ui.menus.pages import PageMenuItem

from ..representations import gate_for
from .codes import codes_of
from .routing import target_of

URL_NAME = "rkres_embed_code"
LABEL = _("Embed on another site")


def may_see(page, user) -> bool:
    """Whoever edits or publishes the page; the code itself holds nothing that is not public."""
    permissions = page.permissions_for_user(user)
    return permissions.can_edit() or permissions.can_publish()


class EmbedButton(PageMenuItem):
    label = LABEL
    icon_name = "code"
    url_name = URL_NAME

    def is_shown(self, user) -> bool:
        return may_see(self.page, user)


def header_button(page, user, next_url=None, view_name=None):
    """Hook: in the header of public pages that have a part for other sites."""
    if page.live and target_of(page, gate_for(None, page)) and _is_mounted():
        yield EmbedButton(page=page, next_url=next_url, priority=50)


def _is_mounted() -> bool:
    try:
        reverse("rkres_wagtail:oembed")
    except NoReverseMatch:
        return False
    return True


class EmbedCodeView(TemplateView):
    """The address to paste and the frames to copy; 404 for what the public does not see."""

    template_name = "rkres_wagtail/admin/embed_code.html"
    title = LABEL

    def get_context_data(self, **kwargs):
        Page = swapper.load_model("wagtailcore", "Page")
        page = get_object_or_404(Page, pk=kwargs["pk"]).specific
        if not may_see(page, self.request.user):
            raise PermissionDenied
        codes = list(codes_of(page)) if _is_mounted() else []
        if not codes:
            raise Http404
        return super().get_context_data(**kwargs, page=page, codes=codes)


def admin_urls():
    """Hook: the screen."""
    return [path("rkres/pages/<int:pk>/embed/", EmbedCodeView.as_view(), name=URL_NAME)]
