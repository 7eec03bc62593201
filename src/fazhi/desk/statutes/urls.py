"""Addresses of the law library. A statute is called by its name: an address can be read, typed, and kept."""

from django.urls import path, register_converter

from fazhi.desk.statutes import articles, citations, editions, finding, lists
from fazhi.desk.statutes.converters import ArticleConverter, DayConverter

register_converter(DayConverter, "statute_day")
register_converter(ArticleConverter, "statute_article")

app_name = "statutes"
urlpatterns = [
    path("", lists.Statutes.as_view(), name="list"),
    path("search/", finding.find, name="search"),
    path("cite/", citations.cite, name="cite"),
    path("<str:name>/", editions.edition, name="statute"),
    path("<str:name>/<statute_day:day>/", editions.edition, name="edition"),
    path("<str:name>/<statute_day:day>/<statute_article:number>/", articles.article, name="article"),
]
