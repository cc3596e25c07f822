"""Content-Security-Policy of the example site.

Public pages get the strict policy of the settings: nothing inline, nothing from elsewhere.
Two kinds of answers get the policy that Wagtail itself needs:

* the Wagtail admin, by its path; its previews are shown in frames inside it;
* any page shown to someone who may enter the admin, because Wagtail's userbar adds an inline
  script, styles and an own element to the page. Readers never get it.
"""

from __future__ import annotations

from django import VERSION as DJANGO_VERSION
from django.conf import settings
from django.urls import reverse

if DJANGO_VERSION >= (6, 0):
    from django.middleware.csp import ContentSecurityPolicyMiddleware as CSPMiddleware
else:
    from csp.middleware import CSPMiddleware


def staff_policy() -> dict[str, list[str]]:
    """Return the public policy with the inline code that Wagtail's admin and userbar need.

    The preview in the admin is a frame; it may hold the front end that shows drafts.
    """
    front_end = settings.HEADLESS_CLIENT_URL
    return {
        **settings.CSP_PUBLIC,
        "frame-src": ["'self'", *([front_end] if front_end else [])],
        "script-src": ["'self'", "'unsafe-inline'"],
        "style-src": ["'self'", "'unsafe-inline'"],
        "img-src": ["'self'", "data:", "blob:"],
        "worker-src": ["'self'", "blob:"],
    }


class SiteCSPMiddleware(CSPMiddleware):
    """Sets the strict policy for readers and Wagtail's for its editors.

    Both Django 6 and django-csp let a response carry a policy of its own in ``_csp_config``.
    """

    def process_response(self, request, response):
        if not hasattr(response, "_csp_config") and self.is_for_staff(request):
            response._csp_config = staff_policy()
        return super().process_response(request, response)

    @staticmethod
    def is_for_staff(request) -> bool:
        if request.path_info.startswith(reverse("wagtailadmin_home")):
            return True
        user = getattr(request, "user", None)
        return bool(user and user.is_authenticated and user.has_perm("wagtailadmin.access_admin"))
