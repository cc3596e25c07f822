"""Registers, and nothing else; imported early (in another app's ``ready()`` on Wagtail 8.0)."""

from __future__ import annotations

from django.apps import apps
from wagtail import hooks
from wagtail.admin.forms.models import register_form_field_override
from wagtail.admin.views.pages.bulk_actions import DeleteBulkAction as DeletePages
from wagtail.documents.views.bulk_actions import DeleteBulkAction as DeleteDocuments
from wagtail.images.views.bulk_actions import DeleteBulkAction as DeleteImages
from wagtail.snippets.models import register_snippet

from . import desk, menu
from .bodies.listings import EXPLORERS, LISTINGS
from .bodies.register.admins import register_registers
from .bodies.viewsets import SNIPPETS
from .consultations import wiring as consultations
from .decisions import cautions as decisions_cautions
from .decisions import dispatch_views
from .decisions import listings as decisions_listings
from .decisions import log as decisions_log
from .decisions import permissions as decisions_permissions
from .decisions.viewsets import SNIPPETS as DECISION_SNIPPETS
from .editorial import guards
from .embeds import wiring as embeds
from .fields import DayField
from .meetings import admin_steps
from .meetings import buttons as meetings_buttons
from .meetings import cautions as meetings_cautions
from .meetings import content_checks as meetings_checks
from .meetings import listings as meetings_listings
from .meetings import log as meetings_log
from .meetings import verb_views as meetings_verbs
from .meetings.attendance import wiring as attendance
from .meetings.calendars import report as calendars_report
from .meetings.invitations import wiring as invitations
from .minutes import wiring as minutes
from .outbox import log as outbox_log
from .outbox.admin import register_outbox
from .outbox.panel import add_outbox_panel
from .participation import wiring as participation
from .programmes import wiring as programmes
from .remarks import wiring as remarks
from .site_settings import RkresSettings
from .widgets import DAY_FORMATS, DayInput

ICONS = ("rkres-committee", "rkres-tier", "rkres-group")

register_form_field_override(DayField, override={"widget": DayInput, "input_formats": DAY_FORMATS})

for snippet_viewset in (*SNIPPETS, *DECISION_SNIPPETS):
    register_snippet(snippet_viewset)

for key, register in {**register_registers(), **register_outbox()}.items():
    menu.add_register(register, key)

if apps.is_installed("wagtail.contrib.settings"):
    # Without that app the menu item alone would make every admin page a 500 (check E003).
    from wagtail.contrib.settings.registry import register_setting

    register_setting(RkresSettings, icon="rkres-committee")

hooks.register("register_admin_menu_item", menu.committee_menu_item)
hooks.register("before_delete_page", guards.before_delete_page)
hooks.register("before_delete_snippet", guards.before_delete_snippet)
hooks.register("before_bulk_action", guards.before_bulk_action)
# After Wagtail's own, which they take the place of.
for bulk_deletion in (DeletePages, DeleteDocuments, DeleteImages):
    action = guards.guarded_bulk_deletion(bulk_deletion)
    hooks.register("register_bulk_action", action, order=100)
hooks.register("before_move_page", guards.before_move_page)
# Before the addresses of Wagtail's documents and images.
hooks.register("register_admin_urls", guards.file_urls, order=-100)
hooks.register("register_actions", guards.register_actions)
hooks.register("register_log_actions", meetings_log.register_log_actions)
calendars_report.register()
hooks.register("register_admin_urls", admin_steps.urls)
hooks.register("register_page_header_buttons", admin_steps.plan_button)
hooks.register(menu.MENU_HOOK, admin_steps.plan_menu_item)
hooks.register("register_admin_urls", meetings_verbs.admin_urls)
hooks.register("register_page_header_buttons", meetings_buttons.page_buttons)
hooks.register("register_page_listing_more_buttons", meetings_buttons.page_buttons)
hooks.register("construct_wagtail_userbar", meetings_checks.construct_wagtail_userbar)
hooks.register("after_publish_page", meetings_cautions.after_publish_page)
hooks.register("register_log_actions", outbox_log.register_log_actions)
hooks.register("construct_homepage_panels", desk.add_desk_panel)
hooks.register("construct_homepage_panels", add_outbox_panel)
hooks.register("register_log_actions", decisions_log.register_log_actions)
hooks.register("register_admin_urls", dispatch_views.admin_urls)
hooks.register("register_permissions", decisions_permissions.permissions)
hooks.register("after_publish_page", decisions_cautions.after_publish_page)
invitations.hooks()
attendance.hooks()
minutes.hooks()
consultations.hooks()
remarks.hooks()
programmes.hooks()
participation.hooks()
embeds.hooks()


@hooks.register("register_admin_viewset")
def register_listings_of_bodies():
    return [viewset() for viewset in (*LISTINGS, *EXPLORERS)]


hooks.register("register_admin_viewset", meetings_listings.viewsets)
hooks.register("register_admin_viewset", decisions_listings.viewsets)


@hooks.register("register_icons")
def register_icons(icons):
    return [*icons, *(f"rkres_wagtail/admin/icons/{name}.svg" for name in ICONS)]
