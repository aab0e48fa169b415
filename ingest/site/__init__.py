"""Help centres on the web, read page by page as any robot may."""
