"""What may become a message: no header is smuggled in, no address is a list, nothing is huge."""

from __future__ import annotations

import re
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ..conf import settings
from .kinds import KINDS

#: No capitals: on MariaDB they would be the same key. No "@": keys outlive the addresses.
_KEY = re.compile(r"[a-z0-9][a-z0-9:._/+-]{0,199}")
#: Everything that could end a line in one mail program or another.
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]")
_HEADER = re.compile(r"(?:X-[A-Za-z0-9-]+|List-[A-Za-z0-9-]+|In-Reply-To|References|Precedence)")
_TYPE = re.compile(r"[a-z]+/[a-z0-9.+-]+(?:; ?[a-z-]+=[A-Za-z0-9._-]+)*")
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9 ._-]{0,99}")
_LONGEST = 255
_LONGEST_HEADER = 900
_HEADERS = 20
_ATTACHMENTS = 10


def check_message(message) -> None:
    """Raise ``ValidationError`` by field unless the unsaved ``message`` may be stored."""
    errors: dict[str, Any] = {}
    for name, check in _CHECKS.items():
        if found := check(getattr(message, name)):
            errors[name] = found
    if not errors and (found := _size(message)):
        errors["text"] = found
    if errors:
        raise ValidationError(errors)


def _kind(value) -> str:
    if value in KINDS:
        return ""
    return _("There is no kind of message “%(kind)s”; register it first.") % {"kind": value}


def _key(value) -> str:
    if isinstance(value, str) and _KEY.fullmatch(value):
        return ""
    return _(
        "A key has 1 to 200 small letters without accents, digits and the signs : . _ / + -; it is "
        "kept for good, so it holds no address."
    )


def _address(value) -> str:
    try:
        validate_email(value)
    except ValidationError:
        return _("“%(value)s” is not one e-mail address.") % {"value": _shown(value)}
    if len(value) > 254:
        return _("An e-mail address has at most 254 characters.")
    return _("Control characters are not allowed here.") if _CONTROL.search(value) else ""


def _reply_to(value) -> str:
    return _address(value) if value else ""


def _line(value) -> str:
    if not isinstance(value, str) or _is_broken(value):
        return _("This is not a text.")
    if _CONTROL.search(value):
        return _("This is one line: no line breaks and no control characters.")
    if len(value) > _LONGEST:
        return ngettext(
            "At most %(count)d character.", "At most %(count)d characters.", _LONGEST
        ) % {"count": _LONGEST}
    return ""


def _subject(value) -> str:
    return _line(value) or ("" if value.strip() else _("A message has a subject."))


def _body(value) -> str:
    if not isinstance(value, str) or _is_broken(value) or "\0" in value:
        return _("This is not a text.")
    return ""


def _text(value) -> str:
    return _body(value) or ("" if value.strip() else _("A message has a text."))


def _headers(value) -> str:
    if not isinstance(value, dict) or len(value) > _HEADERS:
        return _("Headers are a dictionary of at most %(count)d.") % {"count": _HEADERS}
    for name, content in value.items():
        if not isinstance(name, str) or not _HEADER.fullmatch(name):
            return _(
                "“%(name)s” is not a header that may be set: those are X-…, List-…, In-Reply-To, "
                "References and Precedence."
            ) % {"name": _shown(name)}
        is_text = isinstance(content, str) and content.isascii()
        if not is_text or _CONTROL.search(content) or len(content) > _LONGEST_HEADER:
            return _("The header %(name)s is not one short line of ASCII.") % {"name": name}
    return ""


def _attachments(value) -> str:
    if not isinstance(value, list) or len(value) > _ATTACHMENTS:
        return _("Attachments are a list of at most %(count)d.") % {"count": _ATTACHMENTS}
    for each in value:
        if not isinstance(each, dict) or set(each) != {"name", "type", "content"}:
            return _("An attachment has a name, a type and a content.")
        if not isinstance(each["name"], str) or not _NAME.fullmatch(each["name"]):
            return _("“%(name)s” is not a plain file name.") % {"name": _shown(each["name"])}
        if not isinstance(each["type"], str) or not _TYPE.fullmatch(each["type"]):
            return _("“%(type)s” is not a media type.") % {"type": _shown(each["type"])}
        if not each["type"].startswith("text/") or _body(each["content"]):
            return _("An attachment is text: text/calendar, text/csv.")
    return ""


def _expires_at(value) -> str:
    if value is None or (hasattr(value, "tzinfo") and timezone.is_aware(value)):
        return ""
    return _("The moment after which a message is not sent needs a time zone.")


def _size(message) -> str:
    parts = [message.text, message.html, *(each["content"] for each in message.attachments)]
    size = sum(len(part.encode()) for part in parts)
    if size <= settings.MAIL_MAX_BYTES:
        return ""
    return _("The message has %(size)d bytes; at most %(most)d are allowed.") % {
        "size": size,
        "most": settings.MAIL_MAX_BYTES,
    }


def _is_broken(value: str) -> bool:
    """Whether half of a surrogate pair is in it, which no mail and no database can hold."""
    return any("\ud800" <= sign <= "\udfff" for sign in value)


def _shown(value) -> str:
    return _CONTROL.sub("?", str(value))[:60]


_CHECKS = {
    "kind": _kind,
    "key": _key,
    "recipient": _address,
    "recipient_name": _line,
    "reply_to": _reply_to,
    "subject": _subject,
    "text": _text,
    "html": _body,
    "headers": _headers,
    "attachments": _attachments,
    "expires_at": _expires_at,
}
