"""Hands conversations to people: the policy, ticket states, the desk's use cases, and the outbox."""
