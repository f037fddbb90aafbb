"""Commands for the operations of the document, made out of the document: none of them has a line of code."""
