"""Private files in a bucket; imported only where settings name one, for the library takes its time to load."""

from storages.backends.s3 import S3Storage

from portal.attachments.storage import NoAddress


class PrivateS3Storage(NoAddress, S3Storage):
    """A bucket of S3 or of a server that speaks its protocol; no object is public, none has a signed address."""

    default_acl = "private"
    file_overwrite = True  # names are random: asking whether one is taken would cost a request each time
