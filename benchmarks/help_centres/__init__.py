"""Help centres that nobody at Askwell tuned anything to before: pages from Debian packages, questions of our own."""
