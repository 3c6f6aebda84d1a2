import type { BlockId, BlockStatus, TextDoc } from "../text/model";
import { type Refusal, refuse } from "./refusal";

/** What can be done to a paragraph by itself; `agree_text` and `reopen_text` come with the stage of the whole. */
export const PARAGRAPH_EVENTS = ["agree_ad_ref", "agree", "reopen", "agree_text", "reopen_text"] as const;
export type ParagraphEvent = (typeof PARAGRAPH_EVENTS)[number];

/** `settled`: its words are clean, and no amendment is open that would change them (Rule A2). */
type ParagraphGuard = "none" | "settled";

export type ParagraphTransition = {
  from: BlockStatus;
  event: ParagraphEvent;
  guard: ParagraphGuard;
  to: BlockStatus;
};

function row(from: BlockStatus, event: ParagraphEvent, guard: ParagraphGuard, to: BlockStatus) {
  return { from, event, guard, to };
}

/**
 * Everything that can happen to the agreement on one paragraph. *Ad referendum*: agreed by those who are here, subject to their
 * authorities; reopened on request. *Agreed* is closed while the reading lasts; only the whole text taken up again loosens it.
 */
export const PARAGRAPH_TRANSITIONS: readonly ParagraphTransition[] = [
  row("open", "agree_ad_ref", "settled", "agreed_ad_ref"),
  row("reopened", "agree_ad_ref", "settled", "agreed_ad_ref"),
  row("agreed_ad_ref", "agree", "settled", "agreed"),
  row("agreed_ad_ref", "reopen", "none", "reopened"),
  row("agreed_ad_ref", "agree_text", "none", "agreed"),
  row("agreed", "reopen_text", "none", "agreed_ad_ref"),
];

export type ParagraphFacts = {
  /** Square brackets in it. */
  brackets: number;
  /** Amendments not disposed of that change, move or take out this paragraph. */
  openAmendments: number;
};

/** Where `event` takes a paragraph, or why it may not happen. Changes nothing. */
export function decideParagraph(
  status: BlockStatus,
  event: ParagraphEvent,
  facts: ParagraphFacts,
): { ok: true; to: BlockStatus } | Refusal {
  const transition = PARAGRAPH_TRANSITIONS.find((one) => one.from === status && one.event === event);
  if (!transition) return refuse("wrong_state", null, { state: status });
  if (transition.guard === "settled") {
    if (facts.brackets > 0) return refuse("brackets_left", null, { brackets: facts.brackets });
    if (facts.openAmendments > 0) return refuse("amendments_open", "A2", { open: facts.openAmendments });
  }
  return { ok: true, to: transition.to };
}

/** Its words rest: whoever wants them changed reopens it first. */
export function isAgreed(status: BlockStatus): boolean {
  return status === "agreed_ad_ref" || status === "agreed";
}

export type ParagraphStanding = BlockStatus | "bracketed";

/** What people are shown: a paragraph that is not agreed and has brackets left is bracketed, whatever it was before. */
export function standingOf(status: BlockStatus, brackets: number): ParagraphStanding {
  return brackets > 0 && !isAgreed(status) ? "bracketed" : status;
}

/** Paragraphs that hold a text back from being clean, in its order. One without words is nothing to agree on. */
export function unagreed(text: TextDoc, statuses: ReadonlyMap<BlockId, BlockStatus>): BlockId[] {
  return text.blocks
    .filter(({ id, runs }) => runs.length > 0 && !isAgreed(statuses.get(id) ?? "open"))
    .map(({ id }) => id);
}
