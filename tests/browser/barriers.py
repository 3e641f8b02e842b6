"""Barriers that axe finds on a page, as WCAG 2.2 AA counts them (X9)."""

from axe_playwright_python.base import AXE_SCRIPT, AxeResults
from playwright.sync_api import Page

# axe takes every colour apart anew, for each word and all that lies behind it: a page has a dozen, and they took a third
# of its time.
ONE_LOOK_AT_EACH_COLOUR = """
;(({ prototype }) => {
  const parse = prototype.parseString, known = {};
  prototype.parseString = function (words) {
    known[words] ??= (({ r, g, b, alpha }) => ({ r, g, b, alpha }))(parse.call(this, words));
    return Object.assign(this, known[words]);
  };
})(axe.commons.color.Color);
"""
RULES = {
    "runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]},
    "resultTypes": ["violations"],  # of what passes nothing need be described: a third of the time
}
# Only what is broken comes back: what passes is as long as the page.
RUN = "rules => axe.run(rules).then(({ violations }) => ({ violations }))"


def barriers(page: Page) -> str:
    """A report of what keeps people out of the page as it stands; empty when nothing does."""
    page.wait_for_load_state()  # a click leads to a page that is still coming
    if not page.evaluate("'axe' in window"):  # a document that is looked at twice has read it already
        page.evaluate(AXE_SCRIPT + ONE_LOOK_AT_EACH_COLOUR)
    found = AxeResults(page.evaluate(RUN, RULES))
    return found.generate_report() if found.violations_count else ""
