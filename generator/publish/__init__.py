"""The bundled document as everybody else can use it: `python -m generator publish`.

    document --editions--> full and core --convert--> 3.1, 3.0.3, JSON Schemas, Postman, reference, sums

Each form is made by a pure function from the document to bytes; only `commands.publish` touches files.
"""
