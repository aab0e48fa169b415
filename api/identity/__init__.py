"""Who a visitor is, according to the site: its server signs a JWT, or for a while an HMAC of the user's id."""
