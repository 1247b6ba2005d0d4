"""A document reads the communes of each body once, and of no more bodies than it may show.

Covers gateway.control.covered.
"""

from gateway.control import covered

SLUG = 'organisation(slug: "valcobreizh") { communes }'
ALIASES = " ".join(f"a{number}: {SLUG}" for number in range(50))


async def test_fifty_aliases_of_a_body_are_read_once(town, monkeypatch):
    bodies, read = [], covered.expected_communes

    def noted(siren, *more):
        bodies.append(siren)
        return read(siren, *more)

    monkeypatch.setattr(covered, "expected_communes", noted)
    answers = (await town.ask(f"{{ {ALIASES} }}")).data
    assert len(answers) == 50
    assert {len(answer["communes"]) for answer in answers.values()} == {52}
    assert len(bodies) == 1


async def test_more_communes_than_a_document_may_show_are_refused(town, monkeypatch):
    monkeypatch.setattr(covered, "_MOST", 60)
    other = SLUG.replace("valcobreizh", "val-d-ille-aubigne")
    told = await town.ask(f"{{ a: {SLUG} b: {other} }}")
    assert told.codes == ["too_many_rows_asked"]
