"""The staff's side of the plugin kernel: see, switch and set plugins; what plugins add to the admin."""
