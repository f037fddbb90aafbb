"""The conditions of a release, and the files that are given to others.

Nothing is tagged, pushed or uploaded here: that is left to a person, who is told how.
"""
