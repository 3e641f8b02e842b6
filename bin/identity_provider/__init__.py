"""A real identity provider of one's own, for the demo and the tests: invented people, real OpenID Connect.

It stands in for the accounts of the city and the province, which nobody can try out without a contract. One process
plays both: each is a client of its own and hears a number of its own for the same person, as the real ones would say
it. Started by `make run` and by the tests, never on a public server.
"""
