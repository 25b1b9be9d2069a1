"""The routes of django-registration's workflow with activation."""

from django.urls import include, path

urlpatterns = [path("accounts/", include("django_registration.backends.activation.urls"))]
