"""`python -m threecommas_conformance`, where scripts are not on the path."""

from threecommas_conformance.cli import main

main()
