"""The one place that asks for versions (Wagtail 7.4 LTS and 8.0+)."""

from __future__ import annotations

from django.apps import apps
from wagtail import VERSION as WAGTAIL_VERSION
from wagtail.api import APIField


def api_field(name: str, *, serializer=None, writable: bool = False) -> APIField:
    """Return an ``APIField``; ``writable`` counts where API v3 exists (Wagtail 8.0+)."""
    if WAGTAIL_VERSION >= (8, 0):
        return APIField(name, serializer=serializer, writable=writable)
    return APIField(name, serializer=serializer)


def has_api_v3() -> bool:
    """Whether the project has installed Wagtail's API v3; asked once the apps are loaded."""
    return WAGTAIL_VERSION >= (8, 0) and apps.is_installed("wagtail.api.v3")


def rich_text_serializer() -> type:
    """API v2's serializer of rich text, which takes ``?rich_text_format=`` since Wagtail 8.0."""
    if WAGTAIL_VERSION >= (8, 0):
        from wagtail.api.v2.serializers import RichTextFieldSerializer

        return RichTextFieldSerializer
    from rest_framework.fields import CharField

    return CharField


def register_permission_policy(model, policy, viewset) -> None:
    """Let ``policy`` say who may do what with ``model``, whose admin ``viewset`` is.

    Wagtail 8.0 keeps policies in a registry, which every caller asks; 7.4 asks the viewset.
    """
    if WAGTAIL_VERSION >= (8, 0):
        from wagtail.permissions import register_permission_policy as register

        register(model, policy)
    else:
        viewset.permission_policy = policy
