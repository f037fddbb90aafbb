"""From the files of spec/ to the bundled document and the Python client in generated/.

    spec/ -read-> Tree -bundle-> document -lower-> plainer one -parse-> models, endpoints -write-> client

`python -m generator lint | build | check` is the way in. Nothing here knows what the operations are about:
a fact about 3Commas belongs in spec/, a judgement about it in overlays/.
"""
