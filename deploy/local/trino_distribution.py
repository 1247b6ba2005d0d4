"""Trino's own distribution, from Maven, without the plugins that nobody here needs."""

import shutil
from pathlib import Path

from deploy.local.cache import cached
from deploy.local.commands import run_command
from deploy.local.environment import find_program
from deploy.local.prerequisites import install_debian_package

TRINO_VERSION = "476"

_PLUGINS = frozenset(
    {
        "blackhole",
        "exchange-filesystem",
        "geospatial",  # `postgresql` fails without it: Unknown type: Geometry
        "hive",
        "iceberg",
        "jmx",
        "mariadb",
        "memory",
        "mysql",
        "opa",
        "password-authenticators",
        "postgresql",
        "resource-group-managers",
        "session-property-managers",
        "spooling-filesystem",
        "tpcds",
        "tpch",
    }
)


def fetch_trino() -> Path:
    """Trino's home (bin, lib, plugin): 821 MB are downloaded once, 500 MB stay."""
    return cached("trino", TRINO_VERSION, _download) / "server"


def _download(folder: Path) -> None:
    maven = find_program("mvn")
    if maven is None:
        install_debian_package("maven", "Maven")
        maven = Path("mvn")
    label = f"Trino {TRINO_VERSION}"
    repository = folder / "maven"
    run_command(
        [
            maven,
            *("--batch-mode", "--no-transfer-progress", "--quiet", "--strict-checksums"),
            # A repository of our own, so that the archive can be deleted after use.
            f"-Dmaven.repo.local={repository}",
            "dependency:get",
            f"-Dartifact=io.trino:trino-server:{TRINO_VERSION}:tar.gz",
            "-Dtransitive=false",
        ],
        f"{label}: downloading 821 MB",
    )
    archive = next(repository.rglob(f"trino-server-{TRINO_VERSION}.tar.gz"))
    home = folder / "server"
    home.mkdir()
    unused = ["--exclude=*/bin/darwin-*", "--exclude=*/bin/linux-ppc64le"]
    run_command(
        ["tar", "xzf", archive, "-C", home, "--strip-components=1", "--no-same-owner", *unused],
        f"{label}: extracting",
    )
    shutil.rmtree(repository)
    # Jars are hard links into other plugins: extract all, and only then delete.
    for plugin in (home / "plugin").iterdir():
        if plugin.name not in _PLUGINS:
            shutil.rmtree(plugin)
