"""Snippets and registers of the bodies room."""

from .acts import FundingNotice, LegalAct
from .members import Membership, PersonContact, Seat
from .people import Organisation, Person
from .terms import Sector, Term

__all__ = [
    "FundingNotice",
    "LegalAct",
    "Membership",
    "Organisation",
    "Person",
    "PersonContact",
    "Seat",
    "Sector",
    "Term",
]
