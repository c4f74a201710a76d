"""`python -m vanban`: the command line."""

from vanban.cli import main

main()
