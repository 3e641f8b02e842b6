"""The mentor's card: a code that leads to the mentor for good, as picture, drawing, contact and print (P15)."""
