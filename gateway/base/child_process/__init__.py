"""Work on what others wrote, in processes of its own: bounded, without secrets, ended in time."""
