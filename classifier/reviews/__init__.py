"""Spot checks that last: reviews of messages by people, kept in a database, and the figures that they add up to."""
