"""What calendars and feeds say of a consultation, as plain text, in the active language."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from ...dates import long_date
from ...typography import JOINER, NBSP
from ..course import deadline, period_of

#: What a channel's block says after its own name, in this order.
_PARTS = ("url", "email", "address", "place", "hours", "note")


def plain(*rows: str) -> str:
    text = "\n".join(row for row in rows if row)
    return text.replace(NBSP, " ").replace(JOINER, "")


def summary(page, round, *, cut: bool) -> str:
    title = f"{page.title} ({round.title})" if round.title else page.title
    title = plain(_("End of consultation: %(title)s") % {"title": title})
    # Many clients do not show STATUS.
    return _("CANCELLED: %(title)s") % {"title": title} if cut else title


def description(page, round, outcome, *, name: str, url: str, now) -> str:
    """All that a reader needs without opening the page, one fact a line."""
    cut_short = outcome_line(outcome) if outcome is not None else ""
    return plain(
        page.lead,
        cut_short,
        *(extension_line(each) for each in reversed(round.extensions.all())),
        row(_("consultation"), period_of(round)),
        row(_("answers until"), deadline(round.ends_at)),
        row(_("body"), name),
        *([] if cut_short or round.is_over(now) else how_to_answer(page)),
        row(pgettext("calendar", "More"), url),
    )


def row(label: str, value: str) -> str:
    return f"{capfirst(label)}: {value}" if value else ""


def extension_line(extension) -> str:
    told = _("Extended from %(old)s to %(new)s. Reason: %(reason)s") % {
        "old": deadline(extension.old_ends_at),
        "new": deadline(extension.new_ends_at),
        "reason": extension.reason,
    }
    return " ".join(told.split())


def outcome_line(outcome) -> str:
    day = long_date(outcome.decided_on) if outcome.decided_on else ""
    facts = ", ".join(filter(None, [str(outcome.get_kind_display()), day]))
    return f"{capfirst(facts)}. {outcome.note}".strip()


def how_to_answer(page) -> Iterator[str]:
    """Every channel on a line of its own, then the rules that turn answers away."""
    for block in page.channels:
        said = channel(block.value)
        # Not ``row``: “ePUAP” begins with a small letter.
        yield f"{block.block.label}: {said}" if said else f"{block.block.label}."
    if page.only_on_form:
        yield _("Only answers on the form are examined.")
    if page.signature_required:
        yield _("A signature is needed.")
    if page.anonymous_accepted is False:
        yield _("Anonymous remarks are not examined.")
    if page.receipt_date_counts is not None:
        yield (
            _("The date of receipt counts.")
            if page.receipt_date_counts
            else _("The date of dispatch counts.")
        )
    contact = ", ".join(filter(None, [page.contact_person, page.contact_phone, page.contact_email]))
    yield row(_("contact"), contact)


def channel(value) -> str:
    parts = [" ".join(str(value.get(name) or "").split()) for name in _PARTS]
    if value.get("subject"):
        parts.insert(2, _("subject: “%(subject)s”") % {"subject": value["subject"]})
    if value.get("envelope"):
        note = _("on the envelope: “%(note)s”") % {"note": value["envelope"]}
        parts.insert(4, note)
    return ", ".join(part for part in parts if part)
