"""Measures answers on data sets and fits the confidence to them."""
