"""One answer that waits for its reader leaves room on the disk for others.

Covers gateway.reading.query.spool.
"""

from gateway.reading.query.spool import Spools


def test_an_answer_holds_an_eighth_of_the_room_at_most():
    spools = Spools(most_bytes=800)
    assert spools.has_room(50, 50)
    assert not spools.has_room(50, 51)


def test_one_that_holds_nothing_has_room_unless_others_hold_all():
    spools = Spools(most_bytes=800, used_bytes=500)
    assert spools.has_room(0, 300)
    assert not spools.has_room(0, 301)
