"""What a test uses where addresses are not its subject: servers of this machine may be reached."""

from catalog.model.storage import Storage


class Anywhere:
    async def admit(self, storage: Storage) -> None:
        """Every storage of a test is the test's own."""

    async def aclose(self) -> None:
        """It holds nothing."""


ANYWHERE = Anywhere()
