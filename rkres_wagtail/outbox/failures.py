"""What an exception of the mail server means for the message, and for the next ones."""

from __future__ import annotations

import smtplib
import traceback
from dataclasses import dataclass

from django.utils.translation import gettext as _

from .models import MessageStatus


@dataclass(frozen=True)
class Failure:
    """``status`` the message gets (WAITING: try again); ``is_server`` others would fail, too."""

    status: MessageStatus
    text: str
    is_server: bool = False


def judge(error: BaseException) -> Failure:
    """Say what ``error``, raised while one message was sent to one recipient, means.

    RFC 5321 §4.2.1: 4xx may be tried again, 5xx may not. A connection that broke after the
    text was handed over leaves it open whether the message arrived: it is uncertain, and not
    tried again by itself.
    """
    text = describe(error)
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        codes = [code for code, _text in error.recipients.values()]
        return Failure(_by_code(max(codes, default=0)), text)
    if isinstance(error, smtplib.SMTPDataError):
        return Failure(_by_code(error.smtp_code), text, is_server=error.smtp_code == 421)
    if isinstance(error, smtplib.SMTPSenderRefused) and error.smtp_code == 552:
        return Failure(MessageStatus.FAILED, text)  # larger than the server takes
    if isinstance(error, (smtplib.SMTPException, OSError)):
        status = MessageStatus.UNCERTAIN if was_handed_over(error) else MessageStatus.WAITING
        return Failure(status, text, is_server=True)
    return Failure(MessageStatus.FAILED, text)


def _by_code(code: int) -> MessageStatus:
    return MessageStatus.FAILED if 500 <= code < 600 else MessageStatus.WAITING


def was_handed_over(error: BaseException) -> bool:
    """Whether the whole text had left for the server when ``error`` happened.

    Neither smtplib nor Django say so; the frames of the exception do: ``SMTP.data`` has its
    last local name, ``q``, when it writes the text, and ``quit`` comes after that.
    """
    for frame, _line in traceback.walk_tb(error.__traceback__):
        code = frame.f_code
        if code.co_filename != smtplib.__file__:
            continue
        if code.co_name == "quit" or (code.co_name == "data" and "q" in frame.f_locals):
            return True
    return False


def describe(error: BaseException) -> str:
    """What went wrong, for the office, and the server's words, at most 500 characters."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        parts = [f"{code} {_decoded(text)}" for code, text in error.recipients.values()]
        return _sentence(_("The mail server refuses this recipient."), "; ".join(parts))
    if isinstance(error, smtplib.SMTPResponseException):
        said = f"{error.smtp_code} {_decoded(error.smtp_error)}"
        return _sentence(_refusal(error), said)
    said = f"{type(error).__name__}: {error}"
    if was_handed_over(error):
        return _sentence(_("The connection broke before the mail server confirmed."), said)
    if isinstance(error, (smtplib.SMTPException, OSError)):
        return _sentence(_("The mail server cannot be reached."), said)
    return _sentence(_("The message could not be sent."), said)


def _refusal(error: smtplib.SMTPResponseException) -> str:
    if isinstance(error, smtplib.SMTPAuthenticationError):
        return _("The mail server refuses the login.")
    if isinstance(error, smtplib.SMTPSenderRefused):
        return _("The mail server refuses the sender.")
    if isinstance(error, smtplib.SMTPDataError):
        return _("The mail server refuses the message.")
    return _("The mail server refuses the connection.")


def _sentence(meaning: str, said: str) -> str:
    clean = "".join(sign if sign.isprintable() else " " for sign in said)
    return f"{meaning} {' '.join(clean.split())}"[:500]


def _decoded(text) -> str:
    return text.decode(errors="replace") if isinstance(text, bytes) else str(text)
