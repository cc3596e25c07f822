"""What this part registers, once the apps are loaded and with Wagtail's hooks."""

from __future__ import annotations


def ready() -> None:
    """Called from the room's ``wiring.ready``."""
    from django.utils.translation import pgettext_lazy

    from ... import slots, sub_addresses
    from ...consultations.report import numbers
    from ..office.links import add_link
    from ..retention import chores
    from . import boxes, caching, figures, office, public_views, report, searching

    numbers.register_figures(figures.figures_of_reports)
    sub_addresses.register(
        "remarks", public_views.serve_remarks, found=public_views.found, words=searching.words
    )
    slots.provider("report_results", order=10)(report.statistics)
    slots.provider("report_foot", order=10)(report.table)
    slots.provider("consultation_foot", order=10)(boxes.consultation_box)
    slots.provider("section_foot", order=10)(boxes.section_remarks)
    slots.provider("tombstone_foot", order=10)(boxes.section_remarks)
    caching.connect()
    chores.register_after(caching.make_files)
    add_link(
        "consultation",
        pgettext_lazy("remarks", "Export with authors"),
        office.EXPORT_URL,
        icon="download",
        order=40,
    )


def hooks() -> None:
    """Called from the room's ``wiring.hooks``."""
    from wagtail import hooks as wagtail_hooks

    from . import files, office

    wagtail_hooks.register("register_admin_urls", office.admin_urls)
    wagtail_hooks.register("register_log_actions", files.register_log_actions)
