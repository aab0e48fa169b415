"""People of the staff: accounts, ways to sign in, sessions."""
