"""Users of whichever user model the site has."""

from __future__ import annotations

from django.contrib.auth import get_user_model


def create_user(name: str = "urzednik", *, superuser: bool = False, full_name: str = ""):
    """Return a new user known as ``name``, by address where the site has no user names."""
    User = get_user_model()
    fields = {"email": f"{name}@example.invalid", "password": "x"}
    if User.USERNAME_FIELD != "email":
        fields[User.USERNAME_FIELD] = name
    if full_name and hasattr(User, "full_name"):
        fields["full_name"] = full_name
    elif full_name:
        fields["first_name"], fields["last_name"] = full_name.split(" ", 1)
    create = User.objects.create_superuser if superuser else User.objects.create_user
    return create(**fields)
