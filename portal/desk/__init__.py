"""The desk `/desk/`: one queue of all cases that staff work on, and the page on which each is decided."""
