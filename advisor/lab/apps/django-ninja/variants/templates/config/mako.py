"""Mako as a template engine of Django."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest
from django.template import TemplateDoesNotExist
from django.template.backends.base import BaseEngine
from django.template.backends.utils import csrf_input_lazy
from mako.exceptions import TopLevelLookupException
from mako.lookup import TemplateLookup
from mako.template import Template


class MakoTemplates(BaseEngine):
    app_dirname = "mako"

    def __init__(self, params: dict[str, Any]) -> None:
        super().__init__({key: value for key, value in params.items() if key != "OPTIONS"})
        self.lookup = TemplateLookup(list(map(str, self.template_dirs)), default_filters=["h"])

    def get_template(self, template_name: str) -> "Page":
        try:
            return Page(self.lookup.get_template(template_name))
        except TopLevelLookupException as error:
            raise TemplateDoesNotExist(template_name, backend=self) from error


class Page:
    def __init__(self, template: Template) -> None:
        self.template = template

    def render(
        self, context: Mapping[str, Any] | None = None, request: HttpRequest | None = None
    ) -> str:
        page: str = self.template.render(
            **(context or {}), request=request, csrf_input=csrf_input_lazy(request)
        )
        return page
