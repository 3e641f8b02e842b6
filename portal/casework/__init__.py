"""How the cases of a workflow are shown to people: one declaration for the member centre and the desk."""
