import { parseArgs } from "node:util";
import { SESSION_COOKIE } from "../../server/identity/sign-in";
import { openBrowser } from "../support/browser";
import { addAmended } from "./amended";
import { endServer, round, startServer } from "./server";
import { openSite } from "./site";
import { corpus } from "./text/corpus";

// The list of amendments with many of them, in a real browser: see README.md.
const { values } = parseArgs({ options: { amendments: { type: "string", default: "1000" } } });
const count = Number(values.amendments);

async function main(): Promise<void> {
  const site = await openSite();
  const slug = await addAmended(site, corpus("en", 10_000), count);

  const [reader] = await site.signIn(1, "delegate");
  if (!reader) throw new Error("Nobody signed in.");
  const server = await startServer(site.databaseUrl, site.dataDir);
  const url = `http://127.0.0.1:${server.port}`;
  const address = `${url}/api/instruments/${slug}/amendments`;
  const read = async () => {
    const from = performance.now();
    const body = await (await fetch(address, { headers: { cookie: reader.cookie } })).text();
    return { ms: round(performance.now() - from), kib: Math.round(body.length / 1024) };
  };
  const reads = [await read(), await read(), await read()];

  const browser = await openBrowser();
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
  await context.addCookies([{ name: SESSION_COOKIE, value: reader.cookie.split("=")[1] ?? "", url }]);
  const page = await context.newPage();

  /** From the first byte asked for to the frame that shows the first rows. */
  async function opened(): Promise<number> {
    // From an empty page: to take the last one down, with its thousand rows, is no part of it.
    await page.goto("about:blank");
    await page.goto(`${url}/app/${slug}/amendments`, { waitUntil: "commit" });
    return page.evaluate(
      () =>
        new Promise<number>((resolve) => {
          const look = () =>
            document.querySelector(".amendment-table tbody tr")
              ? requestAnimationFrame(() => setTimeout(() => resolve(performance.now()), 0))
              : requestAnimationFrame(look);
          look();
        }),
    );
  }

  /** From a choice in a filter, or a box that is ticked, to the frame that shows what follows from it. */
  function acted(what: "filter" | "tick"): Promise<number> {
    return page.evaluate(
      (kind) =>
        new Promise<number>((resolve) => {
          const from = performance.now();
          if (kind === "tick")
            document.querySelector<HTMLInputElement>(".cell-choose input:not(:checked)")?.click();
          else {
            const select = document.querySelector<HTMLSelectElement>(".filter-bar select");
            if (!select) throw new Error("There is no filter.");
            select.value = select.value === "open" ? "" : "open";
            select.dispatchEvent(new Event("change", { bubbles: true }));
          }
          requestAnimationFrame(() => setTimeout(() => resolve(performance.now() - from), 0));
        }),
      what,
    );
  }

  const first = [];
  for (let i = 0; i < 5; i++) first.push(round(await opened()));
  const series = async (what: "filter" | "tick", times: number) => {
    const seen: number[] = [];
    for (let i = 0; i < times; i++) {
      seen.push(round(await acted(what)));
      await page.waitForTimeout(200);
    }
    return seen;
  };
  const rows = page.locator(".amendment-table tbody tr");
  await page.waitForTimeout(5_000);
  const atFirst = { rows: await rows.count(), filterMs: await series("filter", 6) };
  // Who scrolls has all of them drawn.
  await page.evaluate(() => window.scrollBy(0, 200));
  await page.waitForFunction(
    (all) => document.querySelectorAll(".amendment-table tbody tr").length >= all,
    count,
  );
  const scrolled = {
    rows: await rows.count(),
    filterMs: await series("filter", 6),
    tickMs: await series("tick", 5),
  };
  console.log(JSON.stringify({ count, reads, firstPaintMs: first, atFirst, scrolled }));
  await browser.close();
  await endServer(server);
  await site.stop();
}

void main();
