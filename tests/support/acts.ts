import type { Block, Language } from "../../shared/text/model";
import type { Patch } from "../../shared/text/patch";
import type { InProcess, Person } from "./in-process";

/** The newest version of a text. */
export async function latestVersion(
  hall: InProcess,
  instrument: string,
  language: Language = "en",
): Promise<{ id: string; number: number; blocks: Block[] }> {
  const reader = hall.who("secretariat");
  const version = (await hall.reads(reader, "versions", { instrument }, { language })).at(-1);
  if (!version) throw new Error(`${instrument} has no version in ${language}.`);
  const { id, number, blocks } = await hall.reads(reader, "version", { version: version.id });
  return {
    id,
    number,
    blocks: blocks.map(({ label: _label, path: _path, ...block }) => block),
  };
}

/** A patch that adds `words` to the end of a paragraph of the newest version. */
export async function addition(
  hall: InProcess,
  instrument: string,
  block: string,
  words: string,
  language: Language = "en",
): Promise<{ baseVersion: string; patch: Patch }> {
  const { id, blocks } = await latestVersion(hall, instrument, language);
  const before = blocks.find((one) => one.id === block);
  if (!before) throw new Error(`${instrument} has no block ${block}.`);
  const after = { ...before, runs: withWords(before.runs, words) };
  return { baseVersion: id, patch: { changes: [{ op: "revise", before, after }] } };
}

/** A patch that puts `words` in the place of `found` in a paragraph of the newest version; `words` null: strikes the paragraph out. */
export async function rewording(
  hall: InProcess,
  instrument: string,
  block: string,
  found: string,
  words: string | null,
): Promise<{ baseVersion: string; patch: Patch }> {
  const { id, blocks } = await latestVersion(hall, instrument);
  const at = blocks.findIndex((one) => one.id === block);
  const before = blocks[at];
  if (!before) throw new Error(`${instrument} has no block ${block}.`);
  if (words === null)
    return {
      baseVersion: id,
      patch: { changes: [{ op: "delete", before, from: blocks[at - 1]?.id ?? null }] },
    };
  const runs = before.runs.map((run) => ({ ...run, text: run.text.replace(found, words) }));
  return { baseVersion: id, patch: { changes: [{ op: "revise", before, after: { ...before, runs } }] } };
}

function withWords(runs: Block["runs"], words: string): Block["runs"] {
  const last = runs.at(-1);
  if (last && last.marks.length === 0) return [...runs.slice(0, -1), { ...last, text: last.text + words }];
  return [...runs, { text: words, marks: [] }];
}

/** Somebody proposes to add words to a paragraph, and `sponsors` are invited and join; with `open`, the chair has found it admissible. */
export async function proposes(
  hall: InProcess,
  who: Person,
  given: {
    instrument?: string;
    block: string;
    words: string;
    sponsors?: string[];
    language?: Language;
    open?: boolean;
  },
): Promise<{ amendment: string; number: string; tag: string }> {
  const instrument = given.instrument ?? "declaration";
  const change = await addition(hall, instrument, given.block, given.words, given.language);
  return submits(hall, who, { instrument, ...change }, given);
}

/** Somebody proposes what a patch says; see `proposes`. */
export async function submits(
  hall: InProcess,
  who: Person,
  change: { instrument: string; baseVersion: string; patch: Patch; amends?: string },
  given: { sponsors?: string[]; open?: boolean } = {},
): Promise<{ amendment: string; number: string; tag: string }> {
  const proposed = await hall.does(who, "propose-amendment", {
    ...change,
    rationale: "Because it is needed.",
    sponsors: given.sponsors ?? [],
  });
  for (const code of new Set(given.sponsors ?? []))
    if (code !== who.code)
      await hall.does(hall.who(code), "sponsor-amendment", { amendment: proposed.amendment });
  if (given.open !== false) {
    await hall.does(hall.who("chair"), "rule-on-amendment", {
      amendment: proposed.amendment,
      admissible: true,
      reason: "",
    });
  }
  return proposed;
}

/** The chair confirms an order with `amendment` first, where one is needed (Rule A4). */
export async function givesTurn(
  hall: InProcess,
  amendment: string,
  instrument = "declaration",
): Promise<void> {
  const { votingOrder } = await hall.reads(hall.who("chair"), "instrument", { instrument });
  const open = votingOrder.suggested.map((one) => one.amendment);
  if (!open.includes(amendment) || votingOrder.next === amendment) return;
  const order = [amendment, ...open.filter((id) => id !== amendment)];
  await hall.does(hall.who("chair"), "confirm-order", { instrument, order });
}

export async function puts(
  hall: InProcess,
  amendment: string | null,
  instrument = "declaration",
): Promise<string> {
  if (amendment !== null) await givesTurn(hall, amendment, instrument);
  return (await hall.does(hall.who("chair"), "put-question", { instrument, amendment })).vote;
}

/** From the start of the voting to the lock: ballots by code of the delegation. */
export async function takesVote(
  hall: InProcess,
  vote: string,
  ballots: Record<string, "yes" | "no" | "abstain">,
): Promise<void> {
  await hall.does(hall.who("chair"), "start-vote", { vote, method: "recorded" });
  for (const [code, choice] of Object.entries(ballots))
    await hall.does(hall.who(code), "cast-ballot", { vote, choice });
  await hall.does(hall.who("chair"), "lock-vote", { vote });
}

/** From the question to the proclamation. */
export async function decides(
  hall: InProcess,
  amendment: string | null,
  ballots: Record<string, "yes" | "no" | "abstain">,
  instrument = "declaration",
): Promise<string> {
  const vote = await puts(hall, amendment, instrument);
  await takesVote(hall, vote, ballots);
  await hall.does(hall.who("chair"), "proclaim-vote", { vote });
  return vote;
}

/** Everything that still holds up a text is ruled out or withdrawn from the chair's desk. */
export async function clears(hall: InProcess, instrument = "declaration"): Promise<void> {
  for (const { id, state } of await hall.reads(hall.who("secretariat"), "amendments", { instrument })) {
    if (state !== "submitted") continue;
    await hall.does(hall.who("chair"), "rule-on-amendment", {
      amendment: id,
      admissible: false,
      reason: "Not an amendment to this text.",
    });
  }
}

/** Every paragraph that is not agreed yet is, ad referendum. */
export async function agreesAll(hall: InProcess, instrument = "declaration"): Promise<void> {
  await hall.does(hall.who("committee-chair"), "set-paragraph-status", {
    instrument,
    blocks: null,
    event: "agree_ad_ref",
  });
}
