"""The routes, thin: read the request, call a use case, shape the response."""
