"""`{{ link.url|leaving }}`: the address of another site by way of the page that says so (X6)."""

from django import template

from cms_pages.leaving import leaving_address

register = template.Library()

register.filter("leaving", leaving_address)
