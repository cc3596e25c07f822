"""Entries of the history that say a sentence made of what was stored with the action."""

from __future__ import annotations

from wagtail.log_actions import LogFormatter


def register_sentences(actions, prefix: str, sentences: dict) -> None:
    """Register ``rkres_wagtail.<prefix>_<action>`` for every action of ``sentences``.

    ``sentences`` is action -> (its name in filters, callable of the entry's data that returns the
    sentence). An entry whose data cannot be read shows the name of its action instead.
    """
    for name, (label, sentence) in sentences.items():
        _register(actions, f"rkres_wagtail.{prefix}_{name}", label, sentence)


def _register(actions, name: str, action_label, sentence) -> None:
    @actions.register_action(name)
    class Formatter(LogFormatter):
        label = action_label

        def format_message(self, log_entry) -> str:
            try:
                return str(sentence(log_entry.data))
            except (KeyError, TypeError, ValueError):
                return str(action_label)
