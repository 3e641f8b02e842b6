"""Turn a regulation, as a city publishes it, into a draft policy page: read, parse, show, save.

``reading`` → ``parsing`` → (``report`` | ``body`` → ``saving``). Nothing before ``saving`` touches Django.
"""
