"""Pages share one look: a scale of sizes, three weights, the colours and the grid of the tokens.

Read as a browser computes it on the main pages, not as style sheets are written.

Covers gateway.console.rendering, gateway.console.style.pages.
"""

import pytest

STEWARD, OPERATOR = "steward@valcobreizh", "operator@interco"
PAGES = {
    None: ["/", "/sign-in", "/data", "/help", "/accessibility", "/developers"],
    STEWARD: [
        "/",
        "/data?q=verre",
        "/data/valcobreizh.collectes",
        "/agreements",
        "/agreements/new",
        "/agreements/board",
        "/campaigns",
        "/calendar",
        "/uses",
        "/services",
        "/services/rpqs-dechets",
        "/figures",
        "/add",
        "/add/file",
        "/inbox",
        "/account",
        "/settings/people",
    ],
    OPERATOR: ["/", "/operator"],
}
SIZES_PX = {13, 14, 16, 18, 22, 28, 36}
WEIGHTS = {"400", "600", "650"}
LOOK_OF_THE_PAGE = """
() => {
  const tokens = new Set(['rgba(0, 0, 0, 0)']);
  const probe = document.body.appendChild(document.createElement('i'));
  for (const sheet of document.styleSheets)
    for (const rule of sheet.cssRules)
      if (rule.selectorText === ':root')
        for (const name of rule.style) {
          probe.style.color = '';
          probe.style.color = `var(${name})`;
          tokens.add(getComputedStyle(probe).color);
        }
  probe.remove();
  const seen = { sizes: {}, weights: {}, colours: {}, offGrid: {}, mains: [] };
  const place = (it) => `${it.tagName.toLowerCase()}.${it.className}`;
  for (const it of document.body.querySelectorAll('*')) {
    if (it.closest('svg') || ['OPTION', 'SCRIPT', 'TEMPLATE'].includes(it.tagName)) continue;
    if (!it.checkVisibility() || it.closest('.hidden')) continue;
    const style = getComputedStyle(it);
    const hasText = [...it.childNodes].some((one) => one.nodeType === 3 && one.data.trim());
    if (hasText || it.matches('input, select, textarea')) {
      seen.sizes[parseFloat(style.fontSize)] = place(it);
      seen.weights[style.fontWeight] = place(it);
      if (!tokens.has(style.color)) seen.colours[style.color] = place(it);
    }
    if (!tokens.has(style.backgroundColor)) seen.colours[style.backgroundColor] = place(it);
    for (const side of ['Top', 'Right', 'Bottom', 'Left']) {
      if (parseFloat(style[`border${side}Width`]) && !tokens.has(style[`border${side}Color`]))
        seen.colours[style[`border${side}Color`]] = `${place(it)} border`;
      for (const kind of ['margin', 'padding']) {
        const px = parseFloat(style[kind + side]);
        const isCentred = kind === 'margin' && (side === 'Left' || side === 'Right');
        if (!isCentred && px % 4) seen.offGrid[`${place(it)} ${kind}${side}`] = px;
      }
    }
    for (const gap of [style.rowGap, style.columnGap])
      if (parseFloat(gap) % 4) seen.offGrid[`${place(it)} gap`] = gap;
    if (it.matches('.main:not(main)')) seen.mains.push(it.innerText);
  }
  return seen;
}
"""


@pytest.mark.parametrize("agent", PAGES)
def test_sizes_weights_colours_and_spaces_are_those_of_the_tokens(signed_in, console, agent):
    page = signed_in(agent)
    for path in PAGES[agent]:
        assert page.goto(f"{console.address}{path}").status == 200, path
        look = page.evaluate(LOOK_OF_THE_PAGE)
        odd = {px: where for px, where in look["sizes"].items() if float(px) not in SIZES_PX}
        assert not odd, path
        assert look["weights"].keys() <= WEIGHTS, (path, look["weights"])
        assert not look["colours"], path
        assert not look["offGrid"], path
        assert len(look["mains"]) <= 1, (path, look["mains"])


def test_the_fonts_are_ours_and_write_a_thousand_with_a_narrow_space(signed_in, console):
    page = signed_in()
    with page.expect_response(lambda answer: "interco-sans" in answer.url) as font:
        page.goto(f"{console.address}/data")
    assert font.value.status == 200
    assert page.evaluate("document.fonts.check('16px \"Interco Sans\"', '1\\u202f204 œ €')")
    assert page.evaluate("getComputedStyle(document.querySelector('h1')).fontFamily").startswith(
        '"Interco Serif"'
    )


def test_a_page_weighs_150_kilobytes_at_most(signed_in, console):
    page = signed_in(STEWARD)
    for path in ("/", "/data", "/agreements", "/services"):
        page.goto(f"{console.address}{path}")
        # Of the page itself and all that it loads, as they are sent.
        sent = page.evaluate(
            "performance.getEntriesByType('resource').concat(performance.getEntriesByType("
            "'navigation')).map((one) => [one.name, one.encodedBodySize])"
        )
        assert sum(size for _, size in sent) <= 150_000, (path, sent)
