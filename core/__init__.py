"""Settings, errors, value types, clock and ids, language, the database session and migrations."""
