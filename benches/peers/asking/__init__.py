"""What is asked of every server, by whom, and how it is told (see ../servers.py)."""
