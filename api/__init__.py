"""The HTTP application: use cases, wiring, routes and staff pages."""
