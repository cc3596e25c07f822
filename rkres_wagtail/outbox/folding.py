"""Headers of a list stay as they were written, however long their address is.

Python's newer policies, which Django 6.0 and later send with, write an address that fills more than
a line in encoded words (RFC 2047). No mail program looks for an address there (RFC 2369 §2).
"""

from __future__ import annotations

from email.policy import EmailPolicy

from django.core.mail import EmailMultiAlternatives

_PREFIX = "list-"


class ListPolicy(EmailPolicy):
    """A policy that never folds ``List-…``; they are ASCII and short enough (RFC 5322 §2.1.1)."""

    def fold(self, name, value):
        if name.lower().startswith(_PREFIX):
            return f"{name}: {value}{self.linesep}"
        return super().fold(name, value)

    def fold_binary(self, name, value):
        if name.lower().startswith(_PREFIX):
            return self.fold(name, value).encode("ascii")
        return super().fold_binary(name, value)


class Mail(EmailMultiAlternatives):
    """The project's mail class, with that policy where Django hands one over."""

    def message(self, **kwargs):
        policy = kwargs.get("policy")
        if isinstance(policy, EmailPolicy):
            kwargs["policy"] = ListPolicy(**vars(policy))
        return super().message(**kwargs)
