"""Speed and size against the budgets of the design; `make bench` runs all of it. Not shipped."""
