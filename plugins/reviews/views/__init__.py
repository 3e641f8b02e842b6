"""Pages of experts and secretaries. Every view is: guard, form, render."""
