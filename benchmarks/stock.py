"""The list as Wagtail's manual would have one write it: page objects, image tags, terms in the template."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.template import engines
from django.urls import path

from cms_pages.models import MentorIndexPage
from portal.urls import urlpatterns as portal_urls

PER_PAGE = 20
TEMPLATE = """
{% extends "layouts/site.html" %}
{% load wagtailcore_tags wagtailimages_tags %}
{% block content %}
  <div class="wrap">
    <h1>{{ page.title }}</h1>
    <ol class="rows">
      {% for mentor in mentors %}
        <li>
          <article class="mentor-row">
            {% if mentor.portrait %}{% image mentor.portrait fill-240x240 %}{% endif %}
            <div class="mentor-text">
              <h3><a href="{% pageurl mentor %}">{{ mentor.title }}</a></h3>
              <p>{{ mentor.organisation }} {{ mentor.position }}</p>
              <p>{{ mentor.headline }}</p>
              <ul>{% for field in mentor.fields.all %}<li>{{ field }}</li>{% endfor %}</ul>
              <ul>
                <li>{{ mentor.years_of_experience }}</li>
                <li>{{ mentor.cases.live.count }}</li>
                <li>{{ mentor.district }}</li>
                <li>{{ mentor.way_labels|join:"、" }}</li>
              </ul>
            </div>
          </article>
        </li>
      {% endfor %}
    </ol>
    <p>{{ mentors.number }} / {{ mentors.paginator.num_pages }}</p>
  </div>
{% endblock content %}
"""
template = engines["django"].from_string(TEMPLATE)


def stock_list(request: HttpRequest) -> HttpResponse:
    """Twenty mentors by title, without facets or counts."""
    index = get_object_or_404(MentorIndexPage.objects.live())
    pages = index.get_children().live().public().specific().order_by("title")
    mentors = Paginator(pages, PER_PAGE).get_page(request.GET.get("page"))
    return HttpResponse(template.render({"page": index, "mentors": mentors}, request))


urlpatterns = [path("stock/", stock_list), *portal_urls]
