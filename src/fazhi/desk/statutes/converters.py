"""Parts of addresses: the day of an edition, the number of an article. What is none of them is no page."""

from datetime import date

from fazhi.statutes.reading import ArticleNumber


class DayConverter:
    """2023-09-01."""

    regex = r"\d{4}-\d{2}-\d{2}"

    def to_python(self, value: str) -> date:
        return date.fromisoformat(value)

    def to_url(self, value: date) -> str:
        return value.isoformat()


class ArticleConverter:
    """58, or 58-1 for 第五十八条之一."""

    regex = r"[1-9][0-9]{0,3}(?:-[1-9][0-9]?)?"

    def to_python(self, value: str) -> ArticleNumber:
        return ArticleNumber.parse(value)

    def to_url(self, value: ArticleNumber) -> str:
        return value.key
