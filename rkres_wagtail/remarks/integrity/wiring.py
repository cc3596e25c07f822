"""What this part registers, once the apps are loaded and with Wagtail's hooks."""

from __future__ import annotations


def ready() -> None:
    """Called from the room's ``wiring.ready``."""
    from django.utils.translation import pgettext_lazy

    from ... import sub_addresses
    from ...consultations.rounds.rules import register_answers
    from ..office.links import add_link
    from . import lists, public_views, slot, ways  # noqa: F401  (slot fills a slot)

    sub_addresses.register("remark_receipts", public_views.receipts)
    register_answers(lists.rounds_with_lists)
    add_link(
        "consultation",
        pgettext_lazy("remarks", "Lists of receipts"),
        "rkres_remark_receipts",
        icon="list-ul",
        order=50,
        applies=ways.are_there,
        way=ways.url_of,
    )


def hooks() -> None:
    """Called from the room's ``wiring.hooks``."""
