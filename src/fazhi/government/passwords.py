"""Password rules beyond Django's own: at least three of four kinds of characters (等级保护 asks for complexity)."""

from django.core.exceptions import ValidationError

from fazhi.government.models import Person


class CharacterKinds:
    """Django password validator; `least` is how many of lower case, upper case, digits and signs must occur."""

    def __init__(self, least: int = 3) -> None:
        self.least = least

    def validate(self, password: str, user: Person | None = None) -> None:  # noqa: ARG002 -- Django's signature
        kinds = (str.islower, str.isupper, str.isdigit, lambda c: not c.isalnum())
        if sum(any(kind(c) for c in password) for kind in kinds) < self.least:
            raise ValidationError(self.get_help_text(), code="password_too_plain")

    def get_help_text(self) -> str:
        return f"密码须含大写字母、小写字母、数字、符号中的至少{self.least}类。"
