"""Lists of Wagtail's whose headings it makes of the names of fields, in every language the same."""

from wagtail.models import Site
from wagtail.sites.views import IndexView


def name_the_columns_of_sites() -> None:
    """Columns of the list of sites without a label of their own get that of their field."""
    named = {"hostname", "is_default_site"}
    for column in IndexView.columns:
        if column.name not in named:
            column.label = Site._meta.get_field(column.name).verbose_name
