"""A mentor's own pages in the member centre: term, pause, certificate, agreements."""
