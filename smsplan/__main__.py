"""``python -m smsplan`` is the command ``smsplan``."""

from smsplan.cli import main

if __name__ == "__main__":  # which it is not in a process that works for the server
    main()
