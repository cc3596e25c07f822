"""A privacy clause and a statement to start from; the office completes what is in brackets."""

from __future__ import annotations

from django.utils.html import format_html_join
from django.utils.translation import gettext as _


def template() -> str:
    """HTML of the ready clause in the language of the editor (GDPR, art. 13); not legal advice."""
    paragraphs = (
        _(
            "The controller of your personal data is [name of the office], [address], e-mail: "
            "[address of the office]. The data protection officer: [e-mail of the officer]."
        ),
        _(
            "We process the data in order to examine your declaration and to answer it. The legal "
            "basis is art. 6(1)(e) of the GDPR (a task carried out in the public interest) in "
            "connection with [the act and article under which the body works]. What the form "
            "does not require you give of your own will (art. 6(1)(a) of the GDPR); you may take "
            "that back at any time, and what was done before stays lawful."
        ),
        _(
            "The data are received by the staff and the body that decide on declarations and by "
            "[suppliers of IT services, if any]. They are not sent outside the European Economic "
            "Area and no decision is made by a machine alone."
        ),
        _(
            "We remove the data of the declaration [number of months] months after the decision "
            "or the withdrawal. What is entered in the register of members stays there."
        ),
        _(
            "You have the right to see your data, to correct and to erase them, to have the "
            "processing limited and to object to it, and to complain to the President of the "
            "Personal Data Protection Office (ul. Moniuszki 1A, 00-014 Warszawa)."
        ),
        _("Without a name and an e-mail address we cannot examine the declaration."),
    )
    return str(format_html_join("", "<p>{}</p>", ((each,) for each in paragraphs)))


def statement(title: str) -> str:
    """What people tick, to start from."""
    text = _("I declare that I want to take part in the work of: %(name)s.")
    return text % {"name": title}
