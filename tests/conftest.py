"""What all tests share stands beside this file (referee.py); that it is here makes it importable from every folder."""
