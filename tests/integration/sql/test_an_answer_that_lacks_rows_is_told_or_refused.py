"""An answer that lacks rows is given where its format can say so, and refused elsewhere.

Covers gateway.reading.query.partial_problems.
"""

from tests.integration.sql.conftest import VALCOBREIZH as SYNDICAT
from tests.integration.standard_bodies import ROMANTIQUE, add_bodies

TABLE = "standards.collecte_dechets"
BY_FLUX = f"SELECT flux, sum(tonnage_kg) FROM {TABLE} GROUP BY flux ORDER BY flux"


async def test_a_format_without_a_place_for_it_gives_no_answer_that_lacks_rows(own_door):
    """Rows left out for their codes, then a source that is down."""
    await add_bodies(own_door)
    by_format = {"Accept": "text/csv"}
    refused = (await own_door.sql(BY_FLUX, *SYNDICAT, **by_format)).json()
    assert (refused["status"], refused["code"]) == (409, "partial_not_told")
    assert "unknown codes" in refused["title"]
    count = f"SELECT count(*) FROM {TABLE}"
    assert (await own_door.sql(count, *SYNDICAT, **by_format)).status_code == 200
    folder = own_door.state.data / ROMANTIQUE
    away = folder.rename(folder.with_name("ailleurs"))
    for accept in ("text/csv", "application/vnd.apache.parquet", "application/x-ndjson"):
        refused = (await own_door.sql(count, *SYNDICAT, Accept=accept)).json()
        assert refused["code"] == "partial_not_told"
    told = (await own_door.sql(count, *SYNDICAT)).json()
    assert told["scope"]["partial"] is True
    away.rename(folder)
