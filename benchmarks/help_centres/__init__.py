"""Help centres of other products to measure on: pages from Debian packages, questions of our own."""
