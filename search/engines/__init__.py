"""What finds: the database always, another engine beside it if one is configured."""
