from django.apps import AppConfig


class EmailUserConfig(AppConfig):
    name = "tests.emailuser"
    label = "tests_emailuser"
    default_auto_field = "django.db.models.BigAutoField"
