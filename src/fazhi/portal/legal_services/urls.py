"""Addresses below /open/legal-services/."""

from django.urls import path

from fazhi.portal.legal_services import page

urlpatterns = [path("", page.legal_services, name="legal-services")]
