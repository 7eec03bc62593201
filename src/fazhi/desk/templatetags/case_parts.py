"""Parts of case pages: articles as links."""

from collections.abc import Sequence

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from fazhi.desk.fieldwork.articles import ArticleLink, articles_of
from fazhi.procedures.outlining.outline import Grounds

register = template.Library()


@register.simple_tag
def articles(links: Sequence[ArticleLink]) -> SafeString:
    """The articles, each a link where it can be read; nothing for none."""
    if not links:
        return SafeString("")
    parts = format_html_join("、", "{}", ((_one(each),) for each in links))
    return format_html('<span class="articles">{}</span>', parts)


@register.simple_tag
def grounds(given: Grounds) -> SafeString:
    """The same for a part of an outline."""
    return articles(articles_of({each.key: each.phrases for each in given.articles}, given.sources))


def _one(link: ArticleLink) -> SafeString | str:
    if not link.url:
        return link.words
    return format_html('<a href="{}" target="_blank" rel="noopener">{}</a>', link.url, link.words)
