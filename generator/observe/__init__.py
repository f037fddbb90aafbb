"""Recorded traffic held against the document: what the API does that the document does not say.

    files --read--> exchanges --match--> operations --compare--> drifts --redact--> report, proposal

`proposal` drafts a new member or operation, for a person to review.
`commands.observe` is the way in; `observer.Observer` is the same for a program that is running, fed by
`hooks` or by the recording `proxy`. What the traffic says reaches an output through `redaction` alone.
"""
