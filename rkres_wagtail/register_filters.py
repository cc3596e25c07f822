"""Side filters and search of the registers, without ``django.contrib.admin`` installed."""

from __future__ import annotations

import re

from django.contrib import admin as django_admin
from django.db.models import Q

from .text import fold, polish_sort_key


class RegisterFilter(django_admin.SimpleListFilter):
    """A side filter that asks for nothing but what it offers; works without Django's admin."""

    template = "rkres_wagtail/registers/filter.html"
    #: Whether the choices stand open although none of them was made.
    starts_open = False

    @property
    def is_open(self) -> bool:
        return self.starts_open or self.value() not in (None, "")

    def filter(self, queryset, value: str):
        """Return the rows of ``queryset`` that ``value``, one of ``lookups()``, stands for."""
        raise NotImplementedError

    def queryset(self, request, queryset):
        value = self.value()
        if value in (None, ""):
            return queryset
        if value not in {str(key) for key, _label in self.lookup_choices}:
            return queryset.none()
        return self.filter(queryset, value)


class RelatedFilter(RegisterFilter):
    """Filter on a foreign key: offers the related objects that occur in the register."""

    field_name: str
    related_order: tuple[str, ...] = ()
    select_related: tuple[str, ...] = ()

    def related(self, request, model_admin):
        related = model_admin.model._meta.get_field(self.field_name).related_model
        used = model_admin.model._default_manager.order_by().values(self.field_name)
        queryset = related._default_manager.filter(pk__in=used)
        if self.select_related:
            queryset = queryset.select_related(*self.select_related)
        return queryset.order_by(*self.related_order) if self.related_order else queryset

    def lookups(self, request, model_admin):
        return [(str(item.pk), str(item)) for item in self.related(request, model_admin)]

    def filter(self, queryset, value):
        return queryset.filter(**{self.field_name: value})


def sort_key_pattern(word: str) -> str:
    """Return a regular expression that finds ``word`` in a ``sort_key`` whatever its accents.

    ``polish_sort_key`` writes every letter with the rank of its accent ("ł" is "l1"); the
    pattern takes any rank, so that "lodz" finds "Łódź" and the other way round.
    """
    return re.sub(r"([a-z])0", r"\1[0-9]", polish_sort_key(fold(word)))


class RegisterSearch:
    """Search of a register: every word in one of the columns, accents do not matter."""

    def __init__(self, model_admin):
        self.model_admin = model_admin

    @property
    def show_search_form(self) -> bool:
        return bool(self.model_admin.search_sort_keys or self.model_admin.search_fields)

    def search_queryset(self, queryset, search_term, **kwargs):
        for word in search_term.replace("\x00", " ").split()[:8]:
            condition = Q()
            if pattern := sort_key_pattern(word):
                for name in self.model_admin.search_sort_keys:
                    condition |= Q(**{f"{name}__regex": pattern})
            for name in self.model_admin.search_fields or ():
                condition |= Q(**{f"{name}__icontains": word})
            queryset = queryset.filter(condition)
        return queryset
