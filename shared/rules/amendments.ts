import type { Preset } from "./presets";
import { type Refusal, refuse } from "./refusal";

export const AMENDMENT_STATES = [
  "draft",
  "submitted",
  "inadmissible",
  "admissible",
  "open",
  "voting",
  "adopted",
  "rejected",
  "withdrawn",
  "not_put",
  "incorporated",
  "needs_rebase",
  "lapsed",
] as const;
export type AmendmentState = (typeof AMENDMENT_STATES)[number];

const DISPOSED: ReadonlySet<AmendmentState> = new Set([
  "adopted",
  "rejected",
  "withdrawn",
  "not_put",
  "incorporated",
  "inadmissible",
  "lapsed",
]);

/** Nothing more will be decided about it (Rule A2). A draft is not disposed of, nor does it hold anything up: see `holdsUpText`. */
export function isDisposed(state: AmendmentState): boolean {
  return DISPOSED.has(state);
}

/** It has to be disposed of before the text it concerns (Rule A2). A draft is not circulated, so it holds up nothing. */
export function holdsUpText(state: AmendmentState): boolean {
  return state !== "draft" && !isDisposed(state);
}

/** Delegations may join its sponsors, leave them and be asked to join: until it is put (Rule W5). */
export function takesSponsors(state: AmendmentState): boolean {
  return state !== "voting" && !isDisposed(state);
}

/** Its sponsors put files beside it and take them away: until it is put. */
export function takesAttachments(state: AmendmentState): boolean {
  return state !== "voting" && !isDisposed(state);
}

/** It is circulated in other languages: submitted, and until it is put. */
export function takesTranslations(state: AmendmentState): boolean {
  return state !== "voting" && holdsUpText(state);
}

/** Whether amendments to it may be proposed (Rule A9): everybody has read it, and it is not being decided. */
export function takesSubAmendments(state: AmendmentState): boolean {
  return state === "submitted" || state === "admissible" || state === "open";
}

/** What each guard must be told. */
type GuardFacts = {
  none: object;
  /** `sponsors`: co-sponsoring delegations, the proposing one not counted. */
  sponsored: { sponsors: number; preset: Preset };
  /** `fits`: the dry run on the text as it is now found no conflict; else `blocks` names the paragraphs. */
  fits: { fits: boolean; blocks?: string[] };
  /** `fits`: as above; what still fits the text can be put to the vote and does not lapse. */
  text_gone: { fits: boolean };
  /**
   * `orderConfirmed`: the chair has confirmed which of the amendments to this text is voted first; true too
   * when it is the only one. `openSubAmendments`: absent means none.
   */
  ready: { fits: boolean; blocks?: string[]; orderConfirmed: boolean; openSubAmendments?: number };
  /** `amended`: an amendment to it was adopted. `votingBegun`: on the question that is before the body; absent: it has, if there is one. */
  not_amended: { amended: boolean; votingBegun?: boolean };
  /** `fits`: as above; `amended`: an amendment to it was adopted. */
  own_words: { fits: boolean; blocks?: string[]; amended: boolean };
  /** `adopted`: amendments to the same text that were adopted. */
  sibling_adopted: { adopted: number };
  /** `undone`: the dry run of taking it out of the text found no later change of the same words; else `blocks` names the paragraphs. */
  undone: { undone: boolean; blocks?: string[] };
};
export type AmendmentGuard = keyof GuardFacts;

/** Every event and its guard, which is the same from whatever state it starts. */
export const AMENDMENT_EVENTS = {
  submit: "sponsored",
  rule_admissible: "none",
  rule_inadmissible: "none",
  circulate: "none",
  put: "ready",
  carry: "fits",
  fail: "none",
  abort: "none",
  withdraw: "not_amended",
  set_not_put: "sibling_adopted",
  incorporate: "fits",
  text_changed: "none",
  rebase: "fits",
  lapse: "text_gone",
  revise: "own_words",
  reconsider: "undone",
  overrule: "none",
} as const satisfies Record<string, AmendmentGuard>;
export type AmendmentEvent = keyof typeof AMENDMENT_EVENTS;
export type AmendmentFacts<E extends AmendmentEvent> = GuardFacts[(typeof AMENDMENT_EVENTS)[E]];

export type AmendmentTransition = {
  from: AmendmentState;
  event: AmendmentEvent;
  guard: AmendmentGuard;
  to: AmendmentState;
  rule: string | null;
};

function rows(
  from: readonly AmendmentState[],
  event: AmendmentEvent,
  to: AmendmentState,
  rule: string | null = null,
): AmendmentTransition[] {
  return from.map((state) => ({ from: state, event, guard: AMENDMENT_EVENTS[event], to, rule }));
}

/** Everything that can happen to an amendment. What is not here is refused with `wrong_state`. */
export const AMENDMENT_TRANSITIONS: readonly AmendmentTransition[] = [
  ...rows(["draft"], "submit", "submitted", "A14"),
  ...rows(["submitted"], "rule_admissible", "admissible", "A1"),
  ...rows(["submitted"], "rule_inadmissible", "inadmissible", "A1"),
  // The body does not share the chair's ruling.
  ...rows(["inadmissible"], "overrule", "admissible", "P5"),
  ...rows(["admissible"], "circulate", "open", "A13"),
  ...rows(["open"], "put", "voting", "A4"),
  ...rows(["voting"], "carry", "adopted", "V2"),
  ...rows(["voting"], "fail", "rejected", "V5"),
  // Without a quorum nothing was decided, so it can be put again.
  ...rows(["voting"], "abort", "open", "Q4"),
  // Also once its question is put, until the voting begins: the question falls with it.
  ...rows(
    ["draft", "submitted", "admissible", "open", "needs_rebase", "voting"],
    "withdraw",
    "withdrawn",
    "W1",
  ),
  // The adoption that makes one moot often changes the words under it as well.
  ...rows(["open", "needs_rebase"], "set_not_put", "not_put", "A5"),
  ...rows(["open"], "incorporate", "incorporated", "W4"),
  // Its proposer's own words for it, until it is put. Everybody has read it: it stays where it is.
  ...rows(["submitted"], "revise", "submitted", "W4"),
  ...rows(["admissible"], "revise", "admissible", "W4"),
  ...rows(["open", "needs_rebase"], "revise", "open", "W4"),
  ...rows(["open"], "text_changed", "needs_rebase", "W4"),
  ...rows(["needs_rebase"], "rebase", "open"),
  ...rows(["submitted", "admissible", "open", "needs_rebase"], "lapse", "lapsed"),
  // Decided, and taken up again by the body; what was not put because of an adoption loses its reason with it.
  ...rows(["adopted", "rejected", "not_put"], "reconsider", "open", "W6"),
];

/** What the body has amended is no longer its proposer's alone: it is neither taken back (Rule W1) nor said in other words (Rule W4). */
export function decideStillOwn(rule: "W1" | "W4", amended: boolean): { ok: true } | Refusal {
  return amended ? refuse("withdrawn_too_late", rule, { reason: "amended" }) : { ok: true };
}

function refusalOf(decision: { ok: true } | Refusal): Refusal | null {
  return decision.ok ? null : decision;
}

function misfit(blocks: string[] | undefined): Refusal {
  return refuse("amendment_does_not_fit", null, { blocks: blocks ?? [] });
}

const CHECKS: { [G in AmendmentGuard]: (facts: GuardFacts[G]) => Refusal | null } = {
  none: () => null,
  sponsored: ({ sponsors, preset }) =>
    sponsors >= preset.secondersNeeded
      ? null
      : refuse("not_sponsored_enough", "A14", { sponsors, needed: preset.secondersNeeded }),
  fits: ({ fits, blocks }) => (fits ? null : misfit(blocks)),
  ready: ({ fits, blocks, orderConfirmed, openSubAmendments = 0 }) => {
    if (openSubAmendments > 0) return refuse("amendments_open", "A9", { open: openSubAmendments });
    if (!orderConfirmed) return refuse("order_not_confirmed", "A4");
    return fits ? null : misfit(blocks);
  },
  text_gone: ({ fits }) => (fits ? refuse("wrong_state", null, { reason: "still_fits" }) : null),
  not_amended: ({ amended }) => refusalOf(decideStillOwn("W1", amended)),
  own_words: ({ fits, blocks, amended }) =>
    refusalOf(decideStillOwn("W4", amended)) ?? (fits ? null : misfit(blocks)),
  sibling_adopted: ({ adopted }) => (adopted > 0 ? null : refuse("wrong_state", "A6", { adopted })),
  undone: ({ undone, blocks }) => (undone ? null : refuse("changed_since", "W6", { blocks: blocks ?? [] })),
};

/** What `event` does to an amendment, or why it may not happen. Changes nothing. */
export function decideAmendment<E extends AmendmentEvent>(
  state: AmendmentState,
  event: E,
  facts: AmendmentFacts<E>,
): { ok: true; to: AmendmentState } | Refusal {
  const transition = AMENDMENT_TRANSITIONS.find((one) => one.from === state && one.event === event);
  if (!transition) {
    if (event === "revise" && state === "voting") return refuse("withdrawn_too_late", "W4", { state });
    return refuse("wrong_state", null, { state });
  }
  if (event === "withdraw" && state === "voting" && !("votingBegun" in facts && facts.votingBegun === false))
    return refuse("withdrawn_too_late", "W1", { state });
  const check: (facts: AmendmentFacts<E>) => Refusal | null = CHECKS[AMENDMENT_EVENTS[event]];
  return check(facts) ?? { ok: true, to: transition.to };
}

/**
 * An amendment in writing before the deadline, or later with the chair's waiver where the preset knows one (Rule A13).
 * `deadlineMs` null: there is none. Exclusive, as every deadline here: at the very moment it is late.
 */
export function decideInTime(
  facts: { atMs: number; deadlineMs: number | null; waived: boolean },
  preset: Preset,
): { ok: true; late: boolean } | Refusal {
  if (facts.deadlineMs === null || facts.atMs < facts.deadlineMs) return { ok: true, late: false };
  return facts.waived && preset.lateAmendments === "waiver"
    ? { ok: true, late: true }
    : refuse("deadline_passed", "A13");
}

/** An amendment from the floor was circulated to nobody: it needs the chair's waiver, where the preset knows one (Rule A13). */
export function decideOral(preset: Preset): { ok: true } | Refusal {
  return preset.lateAmendments === "waiver" ? { ok: true } : refuse("deadline_passed", "A13");
}
