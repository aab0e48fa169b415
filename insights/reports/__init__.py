"""Reports for whoever runs the desk: counts, times and shares by day, language and agent, each with its definition."""
