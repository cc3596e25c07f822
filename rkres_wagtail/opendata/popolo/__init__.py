"""Popolo: people, organisations, memberships, events and motions (https://www.popoloproject.com/specs/)."""
