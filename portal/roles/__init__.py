"""Who may do what: the declared table of roles, and the grants by which people hold them."""
