"""`python -m threecommas.cli`, where scripts are not on the path."""

from threecommas.cli import main

main()
