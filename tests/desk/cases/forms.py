"""What a browser would post: the inputs of the page's form as they stand, with some changed."""

from html.parser import HTMLParser


class _Form(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.values: dict[str, list[str]] = {}
        self.inside = False
        self.area: str | None = None
        self.select: str | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "form":
            self.inside = "step-form" in (given.get("class") or "")
        if not self.inside:
            return
        name = given.get("name") or ""
        if tag == "textarea":
            self.area = name
            self.values.setdefault(name, []).append("")
        elif tag == "select":
            self.select = name
        elif tag == "option" and self.select and "selected" in given:
            self.values.setdefault(self.select, []).append(given.get("value") or "")
        elif tag == "input" and name and given.get("type") != "file":
            if given.get("type") in ("radio", "checkbox") and "checked" not in given:
                return
            self.values.setdefault(name, []).append(given.get("value") or "")

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self.inside = False
        elif tag == "textarea":
            self.area = None
        elif tag == "select":
            self.select = None

    def handle_data(self, data: str) -> None:
        if self.area is not None and self.inside:
            self.values[self.area][-1] += data


def posted(html: str, **changes: str | list[str] | None) -> dict[str, object]:
    """The step's form as it would be posted; names of changes use ``__`` for dots, None takes an input away."""
    form = _Form()
    form.feed(html)
    values: dict[str, object] = dict(form.values)
    for name, value in changes.items():
        dotted = name.replace("__", ".")
        if value is None:
            values.pop(dotted, None)
        else:
            values[dotted] = value
    return values
