# Generated on Wagtail 7.4, as the package's migrations are.

import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models

import example_site.home.fields


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("wagtailcore", "0097_baselogentry_uuid_action_timestamp_indexes"),
    ]

    operations = [
        migrations.CreateModel(
            name="NewsIndexPage",
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
            ],
            options={
                "verbose_name": "aktualności",
            },
            bases=("wagtailcore.page",),
        ),
        migrations.CreateModel(
            name="NewsPage",
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
                (
                    "date",
                    models.DateField(default=django.utils.timezone.localdate, verbose_name="data"),
                ),
                ("lead", models.TextField(max_length=400, verbose_name="wprowadzenie")),
                ("body", example_site.home.fields.BodyField(blank=True, verbose_name="treść")),
            ],
            options={
                "verbose_name": "wiadomość",
                "verbose_name_plural": "wiadomości",
            },
            bases=("wagtailcore.page",),
        ),
    ]
