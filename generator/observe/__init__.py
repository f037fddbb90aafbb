"""Recorded traffic held against the document: what the API does that the document does not say.

    files --read--> exchanges --match--> operations --compare--> drifts --redact--> report, proposal

A new member or operation is drafted from `forms`, as `new_schemas` and `skeleton`, for a person to review.
`command.main` is the way in; `observer.Observer` is the same for a program that is running, fed by `hooks`
or by the recording `proxy`. What the traffic says reaches an output through `redaction` alone.
"""
