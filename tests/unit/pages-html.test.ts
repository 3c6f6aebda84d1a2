import { html, Markup } from "../../server/pages/html";
import { fill, languageOf, STRINGS } from "../../server/pages/strings";
import { renderText } from "../../server/pages/text";
import { BLOCK_KINDS, LANGUAGES, type Mark } from "../../shared/text/model";

describe("html", () => {
  test("every value is escaped, in text and in attributes", () => {
    const nasty = `<a href="x" title='y'>&amp;</a>`;
    const out = html`<p title="${nasty}">${nasty}</p>`.text;
    expect(out.match(/<[^>]*>/g)).toHaveLength(2);
    expect(out.match(/"/g)).toHaveLength(2);
    expect(out).not.toContain("'");
    expect(out).toContain("&#38;amp;");
  });

  test("markup made by html goes in as it is, lists one after another, null as nothing, numbers as digits", () => {
    const items = ["<1>", "2"].map((item) => html`<li>${item}</li>`);
    expect(html`<ul>${items}</ul>${null}${0}`.text).toBe("<ul><li>&#60;1&#62;</li><li>2</li></ul>0");
    expect(html`${[html`a`, ["b", [null, "c"]]]}` instanceof Markup).toBe(true);
    expect(html`${[html`a`, ["b", [null, "c"]]]}`.text).toBe("abc");
  });

  test("an object that only looks like markup is escaped", () => {
    const fake = { text: "<script>" } as unknown as string;
    expect(html`${fake}`.text).not.toContain("<script>");
  });
});

describe("the languages of the pages", () => {
  test("each language has every string, none empty, with the same places to fill in", () => {
    const places = (text: string) => [...text.matchAll(/\{(\w+)\}/g)].map((match) => match[1]).sort();
    for (const language of LANGUAGES) {
      expect(Object.keys(STRINGS[language]).sort()).toEqual(Object.keys(STRINGS.en).sort());
      for (const [key, text] of Object.entries(STRINGS[language])) {
        expect({ key, empty: text === "" }).toEqual({ key, empty: false });
        expect({ key, places: places(text) }).toEqual({
          key,
          places: places(STRINGS.en[key as keyof typeof STRINGS.en]),
        });
      }
    }
  });

  test("places are filled in, and what fills them in is taken as it is", () => {
    expect(fill("{yes} – {no}", { yes: 3, no: 1 })).toBe("3 – 1");
    expect(fill("{a}{b}", { a: "{b}", b: "$&" })).toBe("{b}$&");
  });

  test.each([
    [undefined, "en"],
    ["", "en"],
    ["fr", "fr"],
    ["FR-ca", "fr"],
    ["de, es;q=0.5", "es"],
    ["en;q=0.1, zh;q=0.9", "zh"],
    ["fr;q=0, es;q=0.1", "es"],
    ["x".repeat(10_000), "en"],
  ])("accept-language %j: %s", (header, language) => {
    expect(languageOf(header)).toBe(language);
  });
});

describe("a text", () => {
  const t = STRINGS.en;
  const words = `<b>"words"</b> & 'more'`;

  test.each(BLOCK_KINDS)("a %s is shown with its words escaped", (kind) => {
    const text = { blocks: [{ id: "b1", kind, level: 1, runs: [{ text: words, marks: [] }] }] };
    const out = renderText(text, "en", t).text;
    expect(out).not.toContain("<b>");
    // The title is the page's heading and not repeated.
    expect(out.includes("&#60;b&#62;")).toBe(kind !== "title");
  });

  test.each([
    [{ type: "em" }, "<em>w</em>"],
    [{ type: "strong" }, "<strong>w</strong>"],
    [{ type: "bracket", id: "k", proposer: "<Kenya>" }, "[w]"],
    [{ type: "xref", block: "b1" }, '<a href="#b1">1</a>'],
    [{ type: "xref", block: "gone" }, "?"],
  ] as Array<[Mark, string]>)("a run marked %j", (mark, expected) => {
    const runs = [{ text: "w", marks: [mark] }];
    const out = renderText({ blocks: [{ id: "b1", kind: "operative", level: 0, runs }] }, "en", t).text;
    expect(out).toContain(expected);
    expect(out).not.toContain("<Kenya>");
  });
});
