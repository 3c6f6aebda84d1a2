import { createHash } from "node:crypto";
import { STRINGS } from "../../server/pages/strings";
import { canonicalText } from "../../shared/text/canonical";
import type { Language } from "../../shared/text/model";
import { clears, decides, latestVersion, proposes, puts } from "../support/acts";
import { InProcess, typesAtEnd } from "../support/in-process";

const LANGUAGES: readonly Language[] = ["en", "zh", "fr", "es"];
const PAGE = "/beijing-2013/declaration";

let hall: InProcess;
beforeAll(async () => {
  hall = await InProcess.start();
});
afterEach(() => expect(hall.complaints.splice(0)).toEqual([]));
afterAll(() => hall.stop());

async function page(address: string, headers: Record<string, string> = {}): Promise<string> {
  const answer = await hall.request(null, "GET", address, { headers });
  expect(answer.status).toBe(200);
  expect(answer.headers.get("content-type")).toBe("text/html; charset=utf-8");
  return String(answer.body);
}

const sha256Of = (text: string) => createHash("sha256").update(text).digest("hex");

/** As a reader sees it: tags gone, entities read. */
function words(html: string): string {
  return html
    .replaceAll(/<[^>]*>/g, "")
    .replaceAll(/&#(\d+);/g, (_, code: string) => String.fromCharCode(Number(code)));
}

/** Nothing on it runs, loads from elsewhere, or needs a session. */
function isPlain(html: string): void {
  expect(html).toMatch(/^<!doctype html>/);
  expect(html.match(/<(script|iframe|object|embed|img)|<[^>]*(javascript:|\son\w+=)/gi)).toBeNull();
  expect([...html.matchAll(/(?:src|href)="(https?:)?\/\//g)]).toEqual([]);
}

describe("before the adoption", () => {
  test("the published version and the stage can be read in each language, without signing in", async () => {
    for (const language of LANGUAGES) {
      const html = await page(`${PAGE}/${language}`);
      isPlain(html);
      expect(html).toContain(`<html lang="${language}">`);
      const { blocks } = await latestVersion(hall, "declaration", language);
      const text = words(html);
      for (const block of blocks) {
        const said = block.runs.map((run) => run.text).join("");
        expect(text).toContain(said);
      }
      const hash = sha256Of(canonicalText({ blocks }, language));
      expect(html).toContain(hash);
    }
    expect(words(await page(`${PAGE}/en`))).toContain("Draft, being read in the drafting committee");
    expect(words(await page("/beijing-2013/key-features/en"))).toContain("Zero draft, not adopted");
    expect(words(await page(`${PAGE}/en`))).not.toContain("Decision");
  });

  test("without a language in the address it is the reader's own, else the source language", async () => {
    for (const [accept, language] of [
      ["fr-CA,fr;q=0.9,en;q=0.5", "fr"],
      ["zh-Hans-CN", "zh"],
      ["de,es;q=0.8,en;q=0.2", "es"],
      ["de,it", "en"],
      ["*", "en"],
      ["nonsense;;;q=q", "en"],
      ["", "en"],
    ] as const) {
      const answer = await hall.request(null, "GET", PAGE, { headers: { "accept-language": accept } });
      expect(answer.body).toContain(`<html lang="${language}">`);
      expect(answer.headers.get("vary")?.toLowerCase()).toContain("accept-language");
    }
  });

  test("what was typed after the published version is not shown, saved as a version or not, until it is published", async () => {
    const secret = " A sentence that is not public yet.";
    const client = await hall.opens(hall.who("FRA"), "beijing-2013.declaration.en");
    await typesAtEnd(client, "op1-a", secret);
    expect(await page(`${PAGE}/en`)).not.toContain(secret);
    const { version } = await hall.does(hall.who("committee-chair"), "save-version", {
      instrument: "declaration",
      language: "en",
      label: "Not public",
    });
    expect(await page(`${PAGE}/en`)).not.toContain(secret);
    await hall.does(hall.who("secretariat"), "publish-version", { version });
    expect(await page(`${PAGE}/en`)).toContain(secret);
    for (const language of ["zh", "fr", "es"])
      expect(await page(`${PAGE}/${language}`)).not.toContain(secret);
  });

  test("an amendment that is adopted in the committee is voted in public and its words wait for publication", async () => {
    await clears(hall);
    const { amendment, tag } = await proposes(hall, hall.who("KEN"), {
      block: "op2",
      words: " Amended words.",
    });
    await decides(hall, amendment, { KEN: "yes", BRA: "yes", FRA: "no", SEN: "abstain" });
    const html = await page(`${PAGE}/en`);
    expect(html).not.toContain("Amended words");
    expect(words(html)).toMatch(new RegExp(`${tag}\\s*carried\\s*2 in favour – 1 against – 1 abstaining`));
  });

  test("markup and quotes in a text are words and nothing else", async () => {
    const nasty = ` <script>alert("1")</script> & 'quotes' </p><img src=x onerror=alert(2)> &lt;b&gt;`;
    const client = await hall.opens(hall.who("FRA"), "beijing-2013.declaration.en");
    await typesAtEnd(client, "op3", nasty);
    const { version } = await hall.does(hall.who("committee-chair"), "save-version", {
      instrument: "declaration",
      language: "en",
      label: "<script>label</script>",
    });
    await hall.does(hall.who("secretariat"), "publish-version", { version });
    const html = await page(`${PAGE}/en`);
    expect(html).not.toContain("<script");
    expect(html).not.toContain("<img");
    expect(words(html)).toContain(nasty);
    const { blocks } = await latestVersion(hall, "declaration");
    expect(html).toContain(sha256Of(canonicalText({ blocks }, "en")));
  });

  test("titles and names are escaped too", async () => {
    const before = await hall.sql<{ title: unknown }>(
      "select title from instruments where slug = 'declaration'",
    );
    const title = { en: `<script>"title"</script>`, zh: "x", fr: "x", es: "x" };
    await hall.sql("update instruments set title = $1 where slug = 'declaration'", [title]);
    try {
      for (const address of ["/", `${PAGE}/en`]) {
        const html = await page(address);
        expect(html).not.toContain("<script");
        expect(words(html)).toContain(title.en);
      }
    } finally {
      await hall.sql("update instruments set title = $1 where slug = 'declaration'", [before[0]?.title]);
    }
  });

  test("the front page lists the conference and its instruments with their stage", async () => {
    const html = await page("/", { "accept-language": "en" });
    isPlain(html);
    expect(html).toContain(`href="${PAGE}"`);
    expect(html).toContain('href="/beijing-2013/key-features"');
    expect(words(html)).toContain("Zero draft, not adopted");
    for (const language of LANGUAGES) isPlain(await page("/", { "accept-language": language }));
  });
});

describe("what is not there", () => {
  const missing = [
    "/nothing",
    "/beijing-2013",
    "/beijing-2013/nothing",
    "/nothing/declaration",
    `${PAGE}/de`,
    `${PAGE}/en/more`,
    `${PAGE}/EN`,
    "/beijing-2013/declaration'--/en",
    "/%00/declaration",
    "/beijing-2013/%00",
    "/beijing-2013/%E0%A4%A",
    "/../../etc/passwd",
    "/assets/../../package.json",
    "/assets/%2e%2e/%2e%2e/package.json",
    "/package.json",
    "/.git/config",
    "/demo.json",
    "/<script>alert(1)</script>/x",
  ];
  test.each(missing)("%s: 404, without a word of what was asked for", async (address) => {
    const before = await hall.fingerprint();
    const answer = await hall.request(null, "GET", address);
    expect(answer.status).toBe(404);
    expect(JSON.stringify(answer.body)).not.toMatch(/<script|postgres|Error:|devDependencies|at \//);
    expect(await hall.fingerprint()).toEqual(before);
  });

  test("an instrument of which nothing is published is as unknown as one that does not exist", async () => {
    await hall.sql(
      `update texts set published_version_id = null
       where instrument_id = (select id from instruments where slug = 'key-features') and language <> 'fr'`,
    );
    const unpublished = await hall.request(null, "GET", "/beijing-2013/key-features/en");
    const unknown = await hall.request(null, "GET", "/beijing-2013/nothing/en");
    expect([unpublished.status, unpublished.body]).toEqual([404, unknown.body]);
    const french = await page("/beijing-2013/key-features/fr");
    expect(french).not.toContain("key-features/en");
    expect((await hall.request(null, "GET", "/beijing-2013/key-features")).status).toBe(404);
    expect(await page("/beijing-2013/key-features", { "accept-language": "fr" })).toContain(
      '<html lang="fr">',
    );
  });

  test("signed in or not, the page is the same", async () => {
    const mine = await hall.request(hall.who("chair"), "GET", `${PAGE}/en`);
    expect(mine.body).toBe(await page(`${PAGE}/en`));
  });

  test("a page is not written to", async () => {
    for (const method of ["POST", "PUT", "DELETE", "PATCH"])
      expect((await hall.request(null, method, `${PAGE}/en`)).status).toBe(404);
  });
});

describe("headers", () => {
  test.each(["/", `${PAGE}/en`, "/nothing", "/api/me", "/sign-in/x", "/healthz"])(
    "%s: no scripts of others, no frames, no sniffing, no word of what serves it",
    async (address) => {
      const { headers } = await hall.request(null, "GET", address);
      const policy = headers.get("content-security-policy") ?? "";
      expect(policy).toContain("default-src 'self'");
      expect(policy).toContain("object-src 'none'");
      expect(policy).toContain("frame-ancestors 'none'");
      expect(policy).not.toMatch(/script-src[^;]*unsafe|\*/);
      expect(headers.get("x-content-type-options")).toBe("nosniff");
      expect(headers.get("x-powered-by")).toBeNull();
      expect(headers.get("strict-transport-security")).toBeNull();
    },
  );

  test("behind an https address the cookie is for https alone, and browsers are told to stay there", async () => {
    const other = await InProcess.start({ publicUrl: "https://concord.example.org" });
    try {
      const link = other.who("KEN").link.slice(other.url.length);
      const answer = await other.request(null, "GET", link);
      expect(answer.headers.getSetCookie()[0]).toMatch(/; Secure/);
      expect(answer.headers.get("strict-transport-security")).toMatch(/max-age=\d{7,}/);
      const body = { body: "plenary", delegation: "KEN", present: false };
      const from = (origin: string) =>
        other.post(other.who("secretariat"), "record-presence", body, { origin });
      await other.refuses("foreign_origin", () => from("https://concord.example.org.evil.example"));
      await other.refuses("foreign_origin", () => from("http://concord.example.org"));
      expect((await from("https://concord.example.org")).status).toBe(200);
    } finally {
      await other.stop();
    }
  });
});

describe("after the adoption", () => {
  test("the decision, in each language the hash as the reader can compute it, and which translation nobody signed off", async () => {
    await hall.does(hall.who("translator"), "sign-off-language", {
      instrument: "declaration",
      language: "zh",
    });
    await hall.does(hall.who("committee-chair"), "forward-text", {
      instrument: "declaration",
      asItStands: true,
    });
    expect(words(await page(`${PAGE}/en`))).toContain("Draft, tabled in the plenary");
    await hall.does(hall.who("chair"), "take-up", { instrument: "declaration" });
    await decides(hall, null, { KEN: "yes", BRA: "yes", IND: "yes", FRA: "no", SEN: "abstain" });
    const hashes = await Promise.all(
      LANGUAGES.map(async (language) => {
        const { blocks } = await latestVersion(hall, "declaration", language);
        return sha256Of(canonicalText({ blocks }, language));
      }),
    );
    const [verdicts, tally] = [
      {
        en: "Adopted by a vote",
        zh: "表决通过",
        fr: "Traduction non validée au moment de la décision",
        es: "Traducción no validada cuando se tomó la decisión",
      },
      "3 in favour – 1 against – 1 abstaining",
    ];
    for (const [i, language] of LANGUAGES.entries()) {
      const html = await page(`${PAGE}/${language}`);
      isPlain(html);
      expect(words(html)).toContain(verdicts[language]);
      expect(words(html).includes(STRINGS[language].notConcordant)).toBe(["fr", "es"].includes(language));
      for (const hash of hashes) expect(html).toContain(hash);
      // Once among those of all languages, and once as that of the text on this page.
      expect(html.split(hashes[i] ?? "?")).toHaveLength(3);
      for (const other of LANGUAGES) expect(html).toContain(`href="${PAGE}/${other}"`);
      expect(html).toContain('<time datetime="2013-10-22T');
    }
    const html = await page(`${PAGE}/en`);
    expect(words(html)).toContain(`Adopted, ${tally}`);
    // Every choice has a sign of its own, which is named; the bar draws the abstention beside yes and no.
    expect(words(html)).toContain("in favour 3");
    expect(html).toMatch(/class="bar-abstain" d="M[\d.]+ 0v10/);
    expect(words(html)).not.toContain("was not signed off");
    expect(words(await page(`${PAGE}/fr`))).not.toContain("Draft");
    expect(html).toContain("Amended words.");
    const { adoption } = await hall.reads(hall.who("KEN"), "instrument", { instrument: "declaration" });
    expect(words(html)).toContain(`Entry ${adoption?.ledgerSeq} of the record`);
  });

  test("a language that its translator had not signed off says so", async () => {
    const note = "This language version was not signed off";
    expect(words(await page(`${PAGE}/en`))).not.toContain(note);
    const french = await page(`${PAGE}/fr`);
    expect(french).toContain('class="note"');
    expect(await page(`${PAGE}/en`)).not.toContain('class="note"');
  });

  test("[C1] by consensus: without a vote, and no tally anywhere", async () => {
    const instrument = "key-features";
    await hall.does(hall.who("committee-chair"), "open-reading", { instrument });
    await hall.does(hall.who("committee-chair"), "forward-text", { instrument, asItStands: true });
    await hall.does(hall.who("chair"), "take-up", { instrument });
    const vote = await puts(hall, null, instrument);
    await hall.does(hall.who("chair"), "declare-consensus", { vote });
    const text = words(await page("/beijing-2013/key-features/en"));
    expect(text).toContain("Approved by consensus");
    expect(text).toContain("Approved, without a vote");
    expect(text).not.toContain("in favour");
    expect(text).not.toMatch(/\b0 against/);
  });
});
