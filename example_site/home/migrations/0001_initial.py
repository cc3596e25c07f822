# Generated on Wagtail 7.4, as the package's migrations are.

import django.db.models.deletion
from django.db import migrations, models

import example_site.home.fields


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("wagtailcore", "0097_baselogentry_uuid_action_timestamp_indexes"),
    ]

    operations = [
        migrations.CreateModel(
            name="HomePage",
            fields=[
                (
                    "page_ptr",
                    models.OneToOneField(
                        auto_created=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        parent_link=True,
                        primary_key=True,
                        serialize=False,
                        to="wagtailcore.page",
                    ),
                ),
                ("lead", models.TextField(blank=True, max_length=400, verbose_name="wprowadzenie")),
                ("body", example_site.home.fields.BodyField(blank=True, verbose_name="treść")),
            ],
            options={
                "verbose_name": "strona główna",
            },
            bases=("wagtailcore.page",),
        ),
        migrations.CreateModel(
            name="StandardPage",
            fields=[
                (
                    "page_ptr",
                    models.OneToOneField(
                        auto_created=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        parent_link=True,
                        primary_key=True,
                        serialize=False,
                        to="wagtailcore.page",
                    ),
                ),
                ("lead", models.TextField(blank=True, max_length=400, verbose_name="wprowadzenie")),
                ("body", example_site.home.fields.BodyField(blank=True, verbose_name="treść")),
            ],
            options={
                "verbose_name": "strona informacyjna",
            },
            bases=("wagtailcore.page",),
        ),
        migrations.CreateModel(
            name="ContactSettings",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "institution",
                    models.CharField(blank=True, max_length=200, verbose_name="instytucja"),
                ),
                ("address", models.CharField(blank=True, max_length=200, verbose_name="adres")),
                ("phone", models.CharField(blank=True, max_length=40, verbose_name="telefon")),
                ("email", models.EmailField(blank=True, max_length=254, verbose_name="e-mail")),
                (
                    "is_demonstration",
                    models.BooleanField(
                        default=False,
                        help_text="Nad nagłówkiem stoi wtedy, że instytucja jest fikcyjna.",
                        verbose_name="strona demonstracyjna",
                    ),
                ),
                (
                    "accessibility_page",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="wagtailcore.page",
                        verbose_name="deklaracja dostępności",
                    ),
                ),
                (
                    "site",
                    models.OneToOneField(
                        editable=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        to="wagtailcore.site",
                    ),
                ),
            ],
            options={
                "verbose_name": "kontakt i stopka",
            },
        ),
    ]
