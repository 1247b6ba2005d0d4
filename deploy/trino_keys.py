"""The keys of a cluster of Trino: `python -m deploy.trino_keys FOLDER HOST …`.

A folder a host, to be carried to it, and the signing key, which only the gateway may have.
"""

import argparse
from pathlib import Path

from deploy.local.trino_keys import make_trino_keys, write_private


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m deploy.trino_keys", description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("hosts", nargs="+", metavar="HOST")
    arguments = parser.parse_args()
    keys = make_trino_keys(arguments.folder, arguments.hosts)
    environment = arguments.folder / "secrets.env"
    lines = (
        f"TRINO_SHARED_SECRET={keys.shared_secret}",
        f"TRINO_SPOOLING_KEY={keys.spooling_key}",
    )
    write_private(environment, ("\n".join(lines) + "\n").encode())
    print(f"{arguments.folder}: {', '.join(arguments.hosts)}; {environment}")


if __name__ == "__main__":
    main()
