import type { Browser, Locator, Page } from "playwright-core";
import { followLink } from "./browser";
import { until } from "./children";
import type { TestServer } from "./server";

/** Long for a screen, short for a person: enough for a busy machine with two cores. */
const PATIENCE_MS = 20_000;

/** One browser with one window, and who sits before it. */
export class Seat {
  private constructor(
    readonly page: Page,
    private readonly server: TestServer,
    /** What went wrong in the page without anyone seeing it. */
    readonly faults: string[],
  ) {}

  static async take(
    browser: Browser,
    server: TestServer,
    options: { javaScript?: boolean } = {},
  ): Promise<Seat> {
    const context = await browser.newContext({
      viewport: { width: 1440, height: 900 },
      javaScriptEnabled: options.javaScript ?? true,
      reducedMotion: "reduce",
    });
    context.setDefaultTimeout(PATIENCE_MS);
    const page = await context.newPage();
    const faults: string[] = [];
    page.on("pageerror", (error) => faults.push(error.stack ?? error.message));
    return new Seat(page, server, faults);
  }

  /** By the sign-in link of demo.json; who was signed in here before is not any more. What is open is theirs still. */
  async signIn(who: string): Promise<void> {
    const person = this.server.demo.people.find(({ name, role }) => name === who || role === who);
    if (!person) throw new Error(`demo.json names nobody ${who}`);
    await followLink(this.page, this.server, person);
  }

  async open(path: string): Promise<void> {
    await this.page.goto(this.server.baseUrl + path);
  }

  /** The room, once its text is there. */
  async openRoom(instrument: string, language: string): Promise<void> {
    await this.open(`/app/${instrument}/draft/${language}`);
    await this.page.locator(".text > p").first().waitFor();
  }

  button(name: string | RegExp): Locator {
    return this.page.getByRole("button", { name, exact: true });
  }

  async press(name: string | RegExp): Promise<void> {
    await this.button(name).first().click();
  }

  /** Presses a button that asks first, and says yes. */
  async pressAndConfirm(name: string | RegExp): Promise<void> {
    await this.press(name);
    const dialog = this.page.getByRole("alertdialog");
    await dialog.getByRole("button").last().click();
    await dialog.waitFor({ state: "detached" });
  }

  /** The short message that says what was done. */
  async isTold(words: string | RegExp): Promise<void> {
    await this.page.getByText(words).first().waitFor();
  }

  paragraph(id: string): Locator {
    return this.page.locator(`.text > p[id="${id}"]`);
  }

  /** The words of a paragraph, without what is drawn into it. */
  async words(id: string): Promise<string> {
    return this.paragraph(id).evaluate((element) => {
      const copy = element.cloneNode(true) as Element;
      for (const one of copy.querySelectorAll(".cursor, .bracket-proposer")) one.remove();
      return (copy.textContent ?? "").replaceAll("\u2060", "");
    });
  }

  /** Clicks behind the last letter: the key End would go to the end of a line. */
  async putCursorAtEnd(id: string): Promise<void> {
    const { end } = await placeOf(this.paragraph(id), null);
    await this.page.mouse.click(end.x, end.y);
    await this.selectionIsIn(id);
  }

  /** Draws the mouse over these words of a paragraph. */
  async select(id: string, words: string): Promise<void> {
    const { start, end } = await placeOf(this.paragraph(id), words);
    await this.page.mouse.move(start.x, start.y);
    await this.page.mouse.down();
    await this.page.mouse.move(end.x, end.y, { steps: 5 });
    await this.page.mouse.up();
    await eventually(() => this.page.evaluate(() => getSelection()?.toString()), words);
    await this.selectionIsIn(id);
  }

  private async selectionIsIn(id: string): Promise<void> {
    await eventually(
      () => this.page.evaluate(() => getSelection()?.anchorNode?.parentElement?.closest(".text > p")?.id),
      id,
    );
    // The editor takes over the browser's selection a moment later; the outline shows it, where there is one.
    if ((await this.page.locator(".outline").count()) > 0)
      await this.page.locator(`.outline a[href="#${id}"][aria-current]`).waitFor({ state: "attached" });
  }

  async isSaved(): Promise<void> {
    await this.page.locator('.saved-status[data-status="saved"]').waitFor();
  }

  /** Presses Tab until the focus is there, as somebody without a mouse does; `back`: Shift and Tab. */
  async tabTo(target: Locator, back = false): Promise<void> {
    for (let presses = 0; presses < 200; presses++) {
      if (await target.evaluate((element) => element === document.activeElement)) return;
      await this.page.keyboard.press(back ? "Shift+Tab" : "Tab");
    }
    throw new Error(`Two hundred presses of Tab did not lead to ${target}.`);
  }
}

/** Waits until a value read from a screen is what is expected; a failure shows what it was last. */
export async function eventually<T>(read: () => Promise<T>, expected: T): Promise<void> {
  let last: T | undefined;
  const matches = async () => {
    last = await read();
    return JSON.stringify(last) === JSON.stringify(expected);
  };
  await until("the expected value", matches, PATIENCE_MS).catch(() => expect(last).toEqual(expected));
}

type Point = { x: number; y: number };

/** Where on the screen words of a paragraph begin and end; `null`: all its words. */
async function placeOf(paragraph: Locator, words: string | null): Promise<{ start: Point; end: Point }> {
  await paragraph.scrollIntoViewIfNeeded();
  return paragraph.evaluate((element, wanted) => {
    const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT, (node) =>
      node.parentElement?.closest(".cursor") ? NodeFilter.FILTER_REJECT : NodeFilter.FILTER_ACCEPT,
    );
    const letters: { node: Node; offset: number }[] = [];
    let text = "";
    while (walker.nextNode()) {
      const node = walker.currentNode;
      const value = node.nodeValue ?? "";
      for (let offset = 0; offset < value.length; offset++) letters.push({ node, offset });
      text += value;
    }
    const from = wanted === null ? 0 : text.indexOf(wanted);
    const to = wanted === null ? text.length : from + wanted.length;
    const box = (index: number) => {
      const letter = letters[index];
      if (from < 0 || !letter) throw new Error(`"${wanted}" is not in "${text}"`);
      const range = document.createRange();
      range.setStart(letter.node, letter.offset);
      range.setEnd(letter.node, letter.offset + 1);
      return range.getBoundingClientRect();
    };
    const [first, last] = [box(from), box(to - 1)];
    return {
      start: { x: first.left, y: (first.top + first.bottom) / 2 },
      end: { x: last.right, y: (last.top + last.bottom) / 2 },
    };
  }, words);
}
