"""How authors are named in public, and how the same author is known again."""

from __future__ import annotations

from django.utils.crypto import salted_hmac
from django.utils.translation import pgettext

from ..text import fold
from .choices import AuthorKind


def public_author(submission) -> str:
    """Entities by their name; private persons only by consent (requirement 63; §2.5).

    Somebody who names an entity speaks for it; without a name the kind stands in its place.
    """
    if submission.author_kind == AuthorKind.PERSON:
        if submission.is_name_public and submission.name:
            return submission.name
        return pgettext("author of a remark", "private person")
    return submission.organisation or str(submission.get_author_kind_display())


def same_author(submission) -> str:
    """What two submissions of one author share; empty where nothing says so."""
    if submission.author_kind != AuthorKind.PERSON and submission.organisation:
        return f"entity {_bare(submission.organisation)}"
    if submission.email:
        return f"email {submission.email.lower()}"
    if submission.author_kind == AuthorKind.PERSON and submission.name:
        return f"name {_bare(submission.name)}"
    return ""


def _bare(name: str) -> str:
    return " ".join(fold(name).split())


def author_key(page_id: int, submission) -> str:
    """What the database keeps of that: a keyed hash; empty where nothing is known."""
    same = same_author(submission)
    if not same:
        return ""
    value = f"{page_id} {same}"
    return salted_hmac("rkres_wagtail.author", value, algorithm="sha256").hexdigest()
