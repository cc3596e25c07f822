"""What pages and lists say of a call in words."""

from __future__ import annotations


def result_line(page) -> str:
    return page.state_label
