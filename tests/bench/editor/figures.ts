import path from "node:path";
import type { Browser, Page } from "playwright-core";
import { build } from "vite";
import * as Y from "yjs";
import { anchorAt } from "../../../shared/text/anchors";
import { type Block, type Mark, normaliseRuns, type Run, type TextDoc } from "../../../shared/text/model";
import { encodeTextDoc } from "../../../shared/text/yjs";
import { openBrowser } from "../../support/browser";
import { runProgram } from "../../support/program";
import { openSite, type Site, textOfSize } from "../site";
import { heapOver } from "./memory";
import { invite, type Peers } from "./peers";

const WORDS = 10_000;
const PARAGRAPHS = 250;
const COMMENTS = 300;
const AT_ONCE = 10;
const PEERS = 20;
const PEER_KEYS_PER_SECOND = 2;
const KEYS = 100;
const ROUNDS = 2;
/** Each by itself takes below four minutes. */
const PARTS = ["opening", "keys", "memory"] as const;
type Part = (typeof PARTS)[number];

type Server = { baseUrl: string };
type Times = { p50: number; p95: number };

/** Prints one line a size: `node … figures.ts [parts, default all] [sizes, default 1 4 16]`. */
async function main(parts: readonly Part[], sizes: readonly number[]): Promise<void> {
  const site = await openSite();
  const program = runProgram("start", { PORT: "0", DATABASE_URL: site.databaseUrl, DATA_DIR: site.dataDir });
  const browser = await openBrowser();
  // Told to stop, the browser ends by itself, and nothing else would.
  browser.on("disconnected", () => {
    if (!isDone)
      void program
        .kill("SIGTERM")
        .then(() => site.stop())
        .finally(() => process.exit(1));
  });
  let isDone = false;
  try {
    const { baseUrl } = await program.ready;
    const bare = await bareScript();
    for (const size of sizes)
      console.log(JSON.stringify(await measure(site, { baseUrl }, browser, bare, parts, size)));
  } finally {
    isDone = true;
    await browser.close();
    await program.kill("SIGTERM");
    await site.stop();
  }
}

async function measure(
  site: Site,
  server: Server,
  browser: Browser,
  bare: string,
  parts: readonly Part[],
  size: number,
) {
  const text = asDebated(textOfSize(WORDS * size, PARAGRAPHS * size));
  const room = await site.addRoom(text);
  const people = await site.signIn(PEERS + 1, "committee-member");
  const cookies = people.map(({ cookie }) => cookie);
  const own = cookies[PEERS] as string;
  const say = (what: string) => console.error(`${size}×: ${what}, after ${Math.round(process.uptime())} s`);
  say("comments");
  await comment(server, room, own, text);

  say("opening");
  const openings: number[] = [];
  const page = await visit(browser, server, own);
  for (let i = 0; i < (parts.includes("opening") ? 3 : 1); i += 1)
    openings.push(await enter(page, server, room));
  const url = `${server.baseUrl.replace("http", "ws")}/collab/${room}?schema=1`;
  const peers = await invite(url, cookies.slice(0, PEERS), PARAGRAPHS * size);
  try {
    const keys = parts.includes("keys") && (await keysOf(page, peers));
    if (parts.includes("memory")) say("memory");
    const memory = parts.includes("memory") && (await heapOver(page, peers, PEER_KEYS_PER_SECOND));
    await page.context().close();
    return { size, openingMs: openings.map(Math.round), ...keys, ...memory };
  } finally {
    peers.leave();
  }

  async function keysOf(page: Page, peers: Peers) {
    const bareTimes: number[] = [];
    const alone: number[] = [];
    const among: number[] = [];
    for (let round = 0; round < ROUNDS; round += 1) {
      say("typing");
      alone.push(...(await typeIn(page)));
      peers.type(PEER_KEYS_PER_SECOND);
      among.push(...(await typeIn(page)));
      // The peers and the server take their share of the machine from the bare view, too; the room's page does not.
      await page.goto("about:blank");
      bareTimes.push(...(await inBare(browser, server, bare, text)));
      peers.type(0);
      await enter(page, server, room);
    }
    const [plain, quiet, busy] = [bareTimes, alone, among].map(summary) as [Times, Times, Times];
    const moreThanBareP95 = Math.round((busy.p95 - plain.p95) * 10) / 10;
    return { bare: plain, alone: quiet, with20Peers: busy, moreThanBareP95 };
  }
}

/** In every fourth paragraph words in brackets, in every sixth a reference to the one before. */
function asDebated(text: TextDoc): TextDoc {
  const blocks = text.blocks.map((block, i): Block => {
    const words = block.runs.map((run) => run.text).join("");
    const runs: Run[] = [{ text: words.slice(30), marks: [] }];
    const bracket: Mark = { type: "bracket", id: `x${i}`, proposer: "Kenya" };
    runs.unshift({ text: words.slice(0, 30), marks: i % 4 === 3 ? [bracket] : [] });
    const before = text.blocks[i - 1];
    if (before && i % 6 === 5) runs.push({ text: String(i), marks: [{ type: "xref", block: before.id }] });
    return { ...block, runs: normaliseRuns(runs) };
  });
  return { blocks };
}

/** Milliseconds until the first paragraph was painted; returns when the comments are there as well. */
async function enter(page: Page, server: Server, room: string): Promise<number> {
  await page.goto(`${server.baseUrl}/app/${room}/draft/en`);
  const opened = await page.evaluate(() => (globalThis as unknown as { opened: Promise<number> }).opened);
  await page.locator(".text [data-thread]").first().waitFor();
  return opened;
}

async function comment(server: Server, room: string, cookie: string, text: TextDoc): Promise<void> {
  const ydoc = new Y.Doc();
  Y.applyUpdate(ydoc, encodeTextDoc(text));
  const post = async (i: number) => {
    const block = text.blocks[Math.floor((i * text.blocks.length) / COMMENTS)];
    const anchor = anchorAt(ydoc, block?.id ?? "", 10 + (i % 3) * 20, 25 + (i % 3) * 20);
    const answer = await fetch(`${server.baseUrl}/api/commands/add-comment`, {
      method: "POST",
      headers: { cookie, "content-type": "application/json" },
      body: JSON.stringify({ instrument: room, language: "en", anchor, words: `Remark ${i}`, mentions: [] }),
    });
    if (!answer.ok) throw new Error(`A comment was refused: ${answer.status} ${await answer.text()}`);
  };
  for (let i = 0; i < COMMENTS; i += AT_ONCE)
    await Promise.all(Array.from({ length: Math.min(AT_ONCE, COMMENTS - i) }, (_, at) => post(i + at)));
}

/** Before any script of the page: when the first paragraph was painted, and how long after its key each letter was. */
function instrument(): void {
  const painted = (act: (at: number) => void) =>
    requestAnimationFrame(() => {
      const channel = new MessageChannel();
      channel.port1.onmessage = () => act(performance.now());
      channel.port2.postMessage(null);
    });
  const keys: number[] = [];
  const opened = new Promise<number>((resolve) => {
    const look = () => {
      if (document.querySelector(".text > p")) painted(resolve);
      else requestAnimationFrame(look);
    };
    requestAnimationFrame(look);
  });
  addEventListener("keydown", (event) => painted((at) => keys.push(at - event.timeStamp)), true);
  Object.assign(globalThis, { opened, keys });
}

async function visit(browser: Browser, server: Server, cookie: string): Promise<Page> {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
  const [name, value] = cookie.split("=") as [string, string];
  await context.addCookies([{ name, value, url: server.baseUrl }]);
  await context.addInitScript(instrument);
  return context.newPage();
}

async function inBare(browser: Browser, server: Server, script: string, text: TextDoc): Promise<number[]> {
  const page = await visit(browser, server, "none=none");
  await page.route("**/bare", (route) =>
    route.fulfill({
      contentType: "text/html",
      body: `<!doctype html><style>.text { white-space: pre-wrap; max-width: 68ch; font: 19px/1.6 serif }</style><div id="place"></div>`,
    }),
  );
  await page.goto(`${server.baseUrl}/bare`);
  await page.addScriptTag({ content: script });
  await page.evaluate(
    (doc) => {
      const { openBare } = globalThis as unknown as { openBare(place: Element, text: unknown): void };
      openBare(document.querySelector("#place") as Element, doc);
    },
    text as unknown as Record<string, unknown>,
  );
  const times = await typeIn(page);
  await page.context().close();
  return times;
}

/** Milliseconds from each key to the paint that shows it. At the end of a paragraph near the middle. */
async function typeIn(page: Page): Promise<number[]> {
  const middle = page.locator(".text > p").nth(Math.floor((await page.locator(".text > p").count()) / 2));
  await middle.scrollIntoViewIfNeeded();
  await middle.click();
  await page.keyboard.press("End");
  await page.evaluate(() => (globalThis as unknown as { keys: number[] }).keys.splice(0));
  for (let i = 0; i < KEYS; i += 1) {
    await page.keyboard.press(i % 6 === 5 ? "Space" : "e");
    await new Promise((resolve) => setTimeout(resolve, 40 + ((i * 37) % 60)));
  }
  return page.evaluate(() => (globalThis as unknown as { keys: number[] }).keys.slice(10));
}

function summary(times: readonly number[]): Times {
  const sorted = [...times].sort((a, b) => a - b);
  const at = (share: number) => Math.round((sorted[Math.floor(sorted.length * share)] ?? 0) * 10) / 10;
  return { p50: at(0.5), p95: at(0.95) };
}

async function bareScript(): Promise<string> {
  const result = await build({
    configFile: false,
    logLevel: "warn",
    build: {
      write: false,
      lib: { entry: path.join(__dirname, "bare.ts"), formats: ["iife"], name: "bare" },
    },
  });
  const output = (Array.isArray(result) ? result : [result]).flatMap((one) =>
    "output" in one ? one.output : [],
  );
  const chunk = output.find((one) => one.type === "chunk");
  if (chunk?.type !== "chunk") throw new Error("vite built nothing");
  return chunk.code;
}

const asked = process.argv.slice(2);
const parts = PARTS.filter((part) => asked.includes(part));
const sizes = asked.map(Number).filter((size) => size > 0);
void main(parts.length > 0 ? parts : PARTS, sizes.length > 0 ? sizes : [1, 4, 16]);
