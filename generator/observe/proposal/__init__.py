"""What recorded traffic proposes for the document, as a patch."""
