"""A privacy clause to start from (GDPR, art. 13); the office completes what is in brackets."""

from __future__ import annotations

import re

from django.utils.html import format_html_join, strip_tags
from django.utils.translation import gettext as _

#: A blank: words in square brackets.
_BLANK = re.compile(r"\[[^\[\]\n]{1,200}\]")


def template() -> str:
    """HTML of the ready text in the language of the editor; not legal advice."""
    paragraphs = (
        _(
            "The controller of your personal data is [name of the office], [address], e-mail: "
            "[address of the office]. The data protection officer: [e-mail of the officer]."
        ),
        _(
            "We process the data in order to carry out the consultation, to examine your remarks "
            "and to answer them. The legal basis is art. 6(1)(e) of the GDPR (a task carried out "
            "in the public interest) in connection with [the act and article under which the "
            "document is consulted]. You agree yourself to your name being shown and to being "
            "told of the report (art. 6(1)(a) of the GDPR), and may take that back at any time; "
            "what was done before stays lawful."
        ),
        _(
            "Remarks are published with the report on the consultation. Names of organisations "
            "and of local governments stand beside their remarks; a private person is shown as "
            "“private person”, unless that person agreed to the name being shown."
        ),
        _(
            "The data are received by the staff who examine the remarks and by [suppliers of IT "
            "services, if any]. They are not sent outside the European Economic Area and no "
            "decision is made by a machine alone."
        ),
        _(
            "We remove names and addresses [number of months] months after the outcome of the "
            "consultation; the remarks themselves stay in the archive without them."
        ),
        _(
            "You have the right to see your data, to correct and to erase them, to have the "
            "processing limited and to object to it, and to complain to the President of the "
            "Personal Data Protection Office (ul. Moniuszki 1A, 00-014 Warszawa)."
        ),
        _("You need not give any data; without an e-mail address we cannot send you a receipt."),
    )
    return format_html_join("", "<p>{}</p>", ((each,) for each in paragraphs))


def blanks(html: str) -> list[str]:
    """What is still to be filled in, each once."""
    return list(dict.fromkeys(_BLANK.findall(strip_tags(html or ""))))
