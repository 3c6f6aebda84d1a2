import { insertNotifications, markReadAbout, type Notice } from "../db/notifications";
import type { Tx } from "../db/pool";
import type { Context } from "./context";

/** An act with the number of its entry. */
export type Noted = { seq: number; act: string; subject: string; data: Record<string, unknown> };

const CHAIRS = ["chair", "committee-chair"];

/** Acts that tell those concerned by the amendment they are about, and nobody else. */
const OF_AN_AMENDMENT = {
  "amendment.ruled_admissible": "ruled_admissible",
  "amendment.ruled_inadmissible": "ruled_inadmissible",
  "amendment.adopted": "adopted",
  "amendment.rejected": "rejected",
  "amendment.not_put": "not_put",
  "amendment.lapsed": "lapsed",
  "amendment.withdrawn": "withdrawn",
  "amendment.needs_rebase": "needs_rebase",
  "amendment.revised": "revised",
  "amendment.incorporated": "incorporated",
  "amendment.reconsidered": "reconsidered",
  "amendment.reopened": "reconsidered",
  "amendment.sponsored": "joined",
  "amendment.sponsor_left": "left",
  "amendment.invitation_declined": "declined",
} as const;

/**
 * Tells people what concerns them, in the transaction that puts it on the record. They are rows and not read from the
 * record, since whom it concerned is what the sponsors and followers were at that moment, and who has read it is nowhere else.
 */
export async function notify(tx: Tx, context: Context, at: Date, acts: readonly Noted[]): Promise<void> {
  const notices = acts.flatMap(noticesOf);
  if (notices.length === 0) return;
  const { conferenceId, person, deps } = context;
  // Who acts on something has seen what was said about it.
  if (person) await markReadAbout(tx, person.id, notices, at);
  await insertNotifications(tx, conferenceId, {
    actorId: person?.id ?? null,
    at,
    notices,
    mailed: deps.sendsMail,
  });
}

const NOBODY = {
  amendmentId: null,
  threadId: null,
  concerned: false,
  roles: [],
  language: null,
  delegations: [],
  people: [],
} satisfies Partial<Notice>;

const strings = (value: unknown): string[] =>
  Array.isArray(value) ? value.filter((one) => typeof one === "string") : [];
const idOr = (value: unknown): string | null => (typeof value === "string" ? value : null);

function noticesOf({ seq, act, subject, data }: Noted): Notice[] {
  const about = { ...NOBODY, seq, amendmentId: subject };
  switch (act) {
    case "amendment.begun":
      // One's own is begun knowingly; what somebody else brought in from a file waits for its delegation.
      return "file" in data ? [{ ...about, kind: "drafted", concerned: true }] : [];
    case "amendment.submitted":
      return [{ ...about, kind: "submitted", concerned: true, roles: CHAIRS }];
    case "amendment.sponsors_invited":
      return [{ ...about, kind: "invited", delegations: strings(data.delegations) }];
    case "question.put":
    case "question.taken_back": {
      const amendmentId = idOr(data.amendmentId);
      const kind = act === "question.put" ? "called" : "taken_back";
      return amendmentId === null ? [] : [{ ...about, amendmentId, kind, concerned: true }];
    }
    case "amendment.translation_misfit":
      return [{ ...about, kind: "translation_misfit", roles: ["translator"], language: idOr(data.language) }];
    case "comment.added":
    case "comment.replied": {
      const threadId = idOr(data.thread);
      const amendmentId = idOr(data.amendment);
      const comment = { ...about, amendmentId, threadId };
      const named: Notice = { ...comment, kind: "mentioned", people: strings(data.mentions) };
      return data.discusses === true ? [named, { ...comment, kind: "discussed", concerned: true }] : [named];
    }
    default: {
      const kind = OF_AN_AMENDMENT[act as keyof typeof OF_AN_AMENDMENT];
      return kind ? [{ ...about, kind, concerned: true }] : [];
    }
  }
}
