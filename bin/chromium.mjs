import { existsSync, readdirSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { rootDir } from "./root.mjs";
import { installPackages, isRoot, onPath, run } from "./system-packages.mjs";

const NAMES = ["chromium", "chromium-browser", "google-chrome-stable", "google-chrome", "chrome"];

/** Chromium, and a font for the Chinese text. */
const PACKAGES = {
  "apt-get": ["chromium", "fonts-noto-cjk"],
  dnf: ["chromium", "google-noto-sans-cjk-fonts"],
  apk: ["chromium", "font-noto-cjk"],
  pacman: ["chromium", "noto-fonts-cjk"],
};

/** What Playwright has downloaded for any of its releases, the newest first. */
function playwrightCache() {
  const home = os.homedir();
  const cache =
    process.env.PLAYWRIGHT_BROWSERS_PATH ??
    {
      darwin: path.join(home, "Library", "Caches", "ms-playwright"),
      win32: path.join(process.env.LOCALAPPDATA ?? path.join(home, "AppData", "Local"), "ms-playwright"),
    }[process.platform] ??
    path.join(process.env.XDG_CACHE_HOME ?? path.join(home, ".cache"), "ms-playwright");
  if (!existsSync(cache)) return [];
  const releases = readdirSync(cache)
    .filter((name) => /^chromium-\d+$/.test(name))
    .sort((a, b) => Number(b.slice(9)) - Number(a.slice(9)));
  const inside = [
    ["chrome-linux", "chrome"],
    ["chrome-linux64", "chrome"],
    ["chrome-mac", "Chromium.app", "Contents", "MacOS", "Chromium"],
    ["chrome-mac-arm64", "Google Chrome for Testing.app", "Contents", "MacOS", "Google Chrome for Testing"],
    ["chrome-mac-x64", "Google Chrome for Testing.app", "Contents", "MacOS", "Google Chrome for Testing"],
    ["chrome-win", "chrome.exe"],
    ["chrome-win64", "chrome.exe"],
  ];
  return releases.flatMap((release) => inside.map((parts) => path.join(cache, release, ...parts)));
}

function candidates(playwright) {
  return [
    ...NAMES.map(onPath),
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    ...[process.env.PROGRAMFILES, process.env["PROGRAMFILES(X86)"], process.env.LOCALAPPDATA].map(
      (place) => place && path.join(place, "Google", "Chrome", "Application", "chrome.exe"),
    ),
    playwright.executablePath(),
    ...playwrightCache(),
  ].filter((file) => file && existsSync(file));
}

/** A file of the right name may still be a stub, or miss a library: only one that opens a page counts. */
async function opens(playwright, executablePath) {
  try {
    const browser = await playwright.launch({ executablePath, args: isRoot ? ["--no-sandbox"] : [] });
    const page = await browser.newPage();
    await page.goto("about:blank");
    await browser.close();
    return true;
  } catch {
    return false;
  }
}

async function firstThatOpens(playwright) {
  for (const file of candidates(playwright)) if (await opens(playwright, file)) return file;
  return null;
}

/**
 * The file of a Chromium that works here: CHROME_PATH, one that is installed, or one that is installed now, by
 * Playwright or, as root, by the system. null: there is none, and what to do was said.
 */
export async function ensureChromium() {
  const { chromium: playwright } = await import("playwright-core");
  const asked = process.env.CHROME_PATH;
  if (asked) {
    if (await opens(playwright, asked)) return asked;
    console.error(`CHROME_PATH is not usable: ${asked} does not open a page.`);
    return null;
  }
  const found = await firstThatOpens(playwright);
  if (found) return found;

  console.error("There is no Chromium yet: installing one …");
  const installer = path.join(rootDir, "node_modules", "playwright-core", "cli.js");
  run(process.execPath, [installer, "install", "--no-shell", ...(isRoot ? ["--with-deps"] : []), "chromium"]);
  const downloaded = await firstThatOpens(playwright);
  if (downloaded) return downloaded;

  installPackages(PACKAGES);
  const installed = await firstThatOpens(playwright);
  if (installed) return installed;
  console.error(
    "The browser tests need Chromium: install the package chromium (or Google Chrome), or set CHROME_PATH to one.",
  );
  return null;
}
