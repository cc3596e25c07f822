from django.apps import AppConfig


class SearchConfig(AppConfig):
    name = "example_site.search"
    label = "site_search"
    verbose_name = "Wyszukiwarka"
