"""Numbers of what goes, in words."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import ngettext


def parts(counts: dict[str, int]) -> list[str]:
    """``["12 submissions with names and addresses", "3 files"]``: what there is, in order."""
    kinds = {
        "submissions": ngettext(
            "%(count)d submission with name and address",
            "%(count)d submissions with names and addresses",
            counts["submissions"],
        ),
        "files": ngettext(
            "%(count)d file as it came in", "%(count)d files as they came in", counts["files"]
        ),
        "former_texts": ngettext(
            "%(count)d text from before a correction",
            "%(count)d texts from before corrections",
            counts["former_texts"],
        ),
        "notes": ngettext(
            "%(count)d note of the office", "%(count)d notes of the office", counts["notes"]
        ),
        "passages": ngettext(
            "hidden passages of %(count)d remark",
            "hidden passages of %(count)d remarks",
            counts["passages"],
        ),
        "messages": ngettext("%(count)d e-mail", "%(count)d e-mails", counts["messages"]),
        "imports": ngettext(
            "%(count)d file of an import", "%(count)d files of imports", counts["imports"]
        ),
    }
    return [text % {"count": counts[name]} for name, text in kinds.items() if counts[name]]


def counted(counts: dict[str, int]) -> str:
    """``12 submissions with names and addresses, 3 files as they came in.``"""
    found = ", ".join(parts(counts))
    return f"{found}." if found else _("Nothing is left to remove.")
