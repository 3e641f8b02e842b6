"""From the start page to the public page of a mentor: applicant, clerk, two experts, clerk (A2 to A4).

Told on the pages, and once more by the API alone.
"""
