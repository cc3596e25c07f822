from __future__ import annotations

from django.core.paginator import Paginator
from django.db import models
from django.utils import timezone
from wagtail.admin.panels import FieldPanel
from wagtail.models import Page
from wagtail.search import index

from example_site.home.fields import BodyField


class NewsIndexPage(Page):
    """All news, newest first, ten on a page."""

    per_page = 10
    subpage_types = ["news.NewsPage"]

    class Meta:
        verbose_name = "aktualności"

    def get_context(self, request, *args, **kwargs):
        context = super().get_context(request, *args, **kwargs)
        news = NewsPage.objects.live().public().child_of(self).order_by("-date", "-pk")
        context["news"] = Paginator(news, self.per_page).get_page(request.GET.get("page"))
        return context


class NewsPage(Page):
    date = models.DateField("data", default=timezone.localdate)
    lead = models.TextField("wprowadzenie", max_length=400)
    body = BodyField()

    parent_page_types = ["news.NewsIndexPage"]
    content_panels = [
        *Page.content_panels,
        FieldPanel("date"),
        FieldPanel("lead"),
        FieldPanel("body"),
    ]
    search_fields = [
        *Page.search_fields,
        index.SearchField("lead"),
        index.SearchField("body"),
        index.FilterField("date"),
    ]

    class Meta:
        verbose_name = "wiadomość"
        verbose_name_plural = "wiadomości"
