"""Rows of the room of taking part; personal ones are read by the office only."""

from .assignments import AssignedReader, Assignment, ReadingLink
from .joining import ConsentText, Declaration, DeclarationFile, JoiningOffer
from .subscriptions import NewsDelivery, Subscription

__all__ = [
    "AssignedReader",
    "Assignment",
    "ConsentText",
    "Declaration",
    "DeclarationFile",
    "JoiningOffer",
    "NewsDelivery",
    "ReadingLink",
    "Subscription",
]
