"""`python -m kamxl` is the command `kamxl`."""

from kamxl.cli import main

if __name__ == "__main__":
    main()
