"""Questions back to the customer: what to choose from, and which choice a reply names."""
