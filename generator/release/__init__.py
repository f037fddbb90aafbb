"""What has to hold before a version is given to others, and the files that are given then.

Nothing is tagged, pushed or uploaded here: that is left to a person, who is told how.
"""
