import { existsSync } from "node:fs";
import { type Browser, chromium, type Page } from "playwright-core";
import type { TestServer } from "./server";

const KNOWN_PLACES = [
  // `npm test` has found or installed it.
  process.env.CHROME_PATH,
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome",
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
];

/** A Chromium that is on this machine, or the one that Playwright installed. */
export function openBrowser(): Promise<Browser> {
  const executablePath =
    KNOWN_PLACES.find((place) => place !== undefined && existsSync(place)) ?? chromium.executablePath();
  // Chromium's sandbox does not start for root, as which tests run in containers.
  const args = process.getuid?.() === 0 ? ["--no-sandbox"] : [];
  return chromium.launch({ executablePath, args });
}

export type Visitor = {
  page: Page;
  /** What went wrong in the page without anyone seeing it. */
  faults: string[];
};

/** A browser of one's own, signed in as the person of the seed whose name starts so. Nothing is open yet. */
export async function signIn(
  browser: Browser,
  server: TestServer,
  name: string,
  width = 1440,
): Promise<Visitor> {
  const person = server.demo.people.find((one) => one.name.startsWith(name));
  if (!person) throw new Error(`nobody is called ${name}`);
  const context = await browser.newContext({
    viewport: { width, height: 900 },
    permissions: ["clipboard-read", "clipboard-write"],
  });
  const page = await context.newPage();
  const faults: string[] = [];
  page.on("pageerror", (error) => faults.push(error.stack ?? error.message));
  await followLink(page, server, person);
  return { page, faults };
}

/** Signs the page's browser in by somebody's link, which opens nothing: the page that it leads to would only be left again. */
export async function followLink(
  page: Page,
  server: TestServer,
  person: TestServer["demo"]["people"][number],
): Promise<void> {
  const address = server.baseUrl + new URL(person.signInUrl).pathname;
  const answer = await page.context().request.get(address, { maxRedirects: 0 });
  if (answer.status() !== 303) throw new Error(`The link of ${person.name} was answered ${answer.status()}.`);
}
