"""`python -m vanban`: the command line."""

from vanban.cli import main

if __name__ == "__main__":
    main()
