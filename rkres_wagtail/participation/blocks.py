"""Blocks of the short lists that a call's page shows."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from ..bodies.pages import TEXT_FEATURES
from ..consultations.blocks import CopyBlock, FileBlock

CALL_FILES = [("file", FileBlock())]
CALL_COPIES = [("copy", CopyBlock())]


class QuestionBlock(blocks.StructBlock):
    """A question that candidates ask, and the office's answer."""

    question = blocks.CharBlock(label=_("Question"), max_length=500)
    answer = blocks.RichTextBlock(label=_("Answer"), features=TEXT_FEATURES)

    class Meta:
        icon = "help"
        label = _("Question and answer")
        label_format = "{question}"


QUESTIONS = [("question", QuestionBlock())]
