"""What this part registers once the apps are loaded; nothing without API v3.

The switch is the project's: ``"wagtail.api.v3"`` in ``INSTALLED_APPS``.
"""

from __future__ import annotations

from django.core import checks

from ...compat import has_api_v3

#: Where our operations stand below the address at which the project mounts API v3.
PREFIX = "/rkres/"

_problems: list[str] = []


def ready() -> None:
    """Called from ``RkresWagtailAppConfig.ready``."""
    checks.register(check_mounted, "rkres_wagtail")
    if not has_api_v3():
        return
    from wagtail import hooks

    from . import guards

    hooks.register("register_actions", guards.register_actions)
    _problems[:] = mount()


def mount(api=None) -> list[str]:
    """Add our router to Wagtail's ``api``; return why not, where its addresses were made before.

    Wagtail has no documented place for it yet; its own ``contrib.redirects`` does the same.
    """
    from ninja.errors import ConfigError

    from .router import make_router

    if api is None:
        from wagtail.api.v3.api import api
    try:
        api.add_router(PREFIX, make_router())
    except ConfigError as error:
        return [str(error)]
    return []


def check_mounted(app_configs=None, **kwargs):
    """W040 API v3 was mounted before our router could be added: the site runs without it."""
    return [
        checks.Warning(
            f"API v3 has no {PREFIX}: its addresses were made before the apps were loaded "
            f"({problem}).",
            hint=(
                "Something reads the project's urls.py while the apps are loaded, e.g. reverse() "
                "in an AppConfig.ready(). Ask later, or put that app after 'rkres_wagtail'."
            ),
            id=_id("W040"),
        )
        for problem in _problems
    ]


def _id(code: str) -> str:
    return f"rkres_wagtail.{code}"
