"""What files from outside must be before the portal keeps them: pictures drawn anew, documents looked through.

The public library (cms_pages) and private attachments use the same checks.
"""
