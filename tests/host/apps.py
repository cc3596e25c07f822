from django.apps import AppConfig


class HostConfig(AppConfig):
    name = "tests.host"
    label = "tests_host"
    default_auto_field = "django.db.models.BigAutoField"
