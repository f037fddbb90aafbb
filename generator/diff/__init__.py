"""Two bundled documents compared, and whom a change breaks. `commands.diff` is the way in.

    bytes --read--> Document --compare--> facts --judge by the table in rules--> changes --report--> text

A fact says what is different and where; it becomes breaking or harmless only with the direction it is met in:
a value less in an enum breaks requests, a value more breaks answers. Comparing stops at the document: whether
the API behaves as described is for the tests of the mock and for recorded traffic.
"""
