"""The desk's pages: the queue, and the cases."""
