"""The icons: few and simple lines on a 20 × 20 grid. They stand in the page: they print, and cost no request."""

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

PATHS = {
    "inbox": "M3 11.5 5.2 4.5h9.6L17 11.5V16H3zM3 11.5h4l1 2h4l1-2h4",
    "book": "M4 3.5h10.5a1.5 1.5 0 0 1 1.5 1.5v11.5H5.5A1.5 1.5 0 0 1 4 15zM4 14.8a1.5 1.5 0 0 1 1.5-1.3H16M7.5 7h5",
    "board": "M3 4h14v12.5H3zM7.7 4v12.5M12.3 4v12.5",
    "folder": "M2.5 5h5.2l1.8 2h8v9h-15zM2.5 9.3h15",
    "scale": "M10 3.5v13M6 16.5h8M4 5.5h12M4 5.5 1.8 11a2.3 2.3 0 0 0 4.4 0zM16 5.5 13.8 11a2.3 2.3 0 0 0 4.4 0z",
    "flow": "M7 3h6v3.5H7zM2.5 13.5h6V17h-6zM11.5 13.5h6V17h-6zM10 6.5V10M5.5 13.5V10h9v3.5",
    "chart": "M3 3.5v13h14M6.5 13v-3.5M10 13V6.5M13.5 13V8.5",
    "report": "M5 2.5h7l3.5 3.5v11.5H5zM12 2.5V6h3.5M7.5 9.5h5M7.5 12h5M7.5 14.5h3",
    "table": "M3 4h14v12.5H3zM3 8h14M3 12.2h14M8 4v12.5",
    "check": "M8.8 14.6a5.8 5.8 0 1 1 0-11.6 5.8 5.8 0 0 1 0 11.6zM13 13l4 4M6.3 8.8l1.8 1.8 3.2-3.4",
    "medal": "M10 12.5a4.5 4.5 0 1 0 0-9 4.5 4.5 0 0 0 0 9zM7.3 11.6 6 17.5l4-2 4 2-1.3-5.9",
    "camera": "M3 6.5h3.2L7.6 4.5h4.8l1.4 2H17v9.5H3zM10 13.6a2.7 2.7 0 1 0 0-5.4 2.7 2.7 0 0 0 0 5.4z",
    "tick": "M3.5 3.5h13v13h-13zM6.7 10.2l2.3 2.3 4.5-5",
    "import": "M10 3v9M6.5 8.8 10 12.3l3.5-3.5M3.5 13v3.5h13V13",
    "export": "M10 12.5v-9M6.5 6.8 10 3.3l3.5 3.5M3.5 13v3.5h13V13",
    "bell": "M5 14V9a5 5 0 0 1 10 0v5l1.3 1.2H3.7zM8.3 17.2h3.4",
    "calendar": "M3.5 5h13v11.5h-13zM3.5 8.5h13M7 3v3.5M13 3v3.5",
    "flag": "M5 17.5v-14h9.5L12.7 7l1.8 3.5H5",
    "megaphone": "M3.5 8.3v3.4h3l7 4V4.3l-7 4zM16 8.2v3.6M6.7 11.7l1 4.8h2",
    "building": "M4.5 17V3.5h7V17M11.5 8h4v9M2.5 17h15M7 6.8h2M7 9.8h2M7 12.8h2",
    "people": "M7.5 9.5a3 3 0 1 0 0-6 3 3 0 0 0 0 6zM2 16.5v-1a4 4 0 0 1 4-4h3a4 4 0 0 1 4 4v1"
    "M13 4a2.8 2.8 0 0 1 0 5.3M15 11.8a4 4 0 0 1 3 3.8v.9",
    "person": "M10 9.8a3.3 3.3 0 1 0 0-6.6 3.3 3.3 0 0 0 0 6.6z"
    "M3.8 17v-.8a4.2 4.2 0 0 1 4.2-4.2h4a4.2 4.2 0 0 1 4.2 4.2v.8",
    "log": "M5 3h7l3.5 3.5V17H5zM12 3v3.5h3.5M7.5 9.5h5M7.5 12h5M7.5 14.5h3",
    "search": "M8.8 14.2a5.4 5.4 0 1 0 0-10.8 5.4 5.4 0 0 0 0 10.8zM12.8 12.8l4 4",
    "menu": "M3 5.5h14M3 10h14M3 14.5h14",
    "close": "M5 5l10 10M15 5 5 15",
    "plus": "M10 4v12M4 10h12",
    "edit": "M4 16l.8-3.4L13 4.4l2.6 2.6-8.2 8.2zM11.3 6.1l2.6 2.6",
    "exit": "M8.5 3.5H4v13h4.5M8 10h9M13.5 6.5 17 10l-3.5 3.5",
    "down": "M5.5 8l4.5 4.5L14.5 8",
    "right": "M8 5.5l4.5 4.5L8 14.5",
    "left": "M12 5.5 7.5 10l4.5 4.5",
    "clip": "M13.5 6.5l-5.6 5.6a1.3 1.3 0 0 0 1.9 1.9l6-6a3 3 0 0 0-4.3-4.3l-6.2 6.2a4.6 4.6 0 0 0 6.5 6.5l4.4-4.4",
    "clock": "M10 17a7 7 0 1 0 0-14 7 7 0 0 0 0 14zM10 6v4.2l2.8 1.8",
    "warn": "M10 3.2 17.8 16.5H2.2zM10 8.2v4M10 14.3v.4",
    "info": "M10 17a7 7 0 1 0 0-14 7 7 0 0 0 0 14zM10 9.2v4.6M10 6.3v.5",
    "ok": "M10 17a7 7 0 1 0 0-14 7 7 0 0 0 0 14zM6.8 10.2l2.2 2.2 4.2-4.6",
    "lock": "M4.5 9h11v8h-11zM7 9V6.5a3 3 0 0 1 6 0V9",
    "print": "M6 8V3h8v5M6 14H3.5V8h13v6H14M6 12h8v5H6z",
    "tree": "M3 3.5h5v4H3zM12 8.5h5v3.5h-5zM12 14h5v3.5h-5zM5.5 7.5v8.3H12M5.5 10.3H12",
}


def draw(name: str, label: str = "") -> SafeString:
    """The icon as SVG; without a label it is decoration and hidden from screen readers."""
    path = mark_safe(PATHS[name])  # noqa: S308 -- constants above
    if label:
        return format_html(
            '<svg class="icon" viewBox="0 0 20 20" role="img"><title>{}</title><path d="{}"/></svg>', label, path
        )
    return format_html(
        '<svg class="icon" viewBox="0 0 20 20" aria-hidden="true" focusable="false"><path d="{}"/></svg>', path
    )
