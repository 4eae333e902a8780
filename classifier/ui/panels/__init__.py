"""The panels of *Data and metrics*: each takes the report and draws one group of figures."""
