import type { NoticeKind } from "../../shared/api/notifications";
import type { ClaimedMail } from "../db/notifications";
import { tagOf } from "../queries/instrument-summary";

/** What happened, after the tag of the amendment or the name of the text. */
const SAID: Record<NoticeKind, string> = {
  mentioned: "a comment names you",
  invited: "your delegation is invited to sponsor it",
  drafted: "brought in for your delegation as a draft, to be looked over and submitted",
  submitted: "submitted",
  ruled_admissible: "ruled admissible",
  ruled_inadmissible: "ruled not admissible",
  called: "put to the body",
  taken_back: "the question was taken back",
  adopted: "adopted",
  rejected: "rejected",
  not_put: "not put",
  lapsed: "lapsed",
  withdrawn: "withdrawn",
  revised: "revised by its proposer",
  incorporated: "taken in by the sponsors of the text",
  reconsidered: "open again",
  needs_rebase: "no longer fits the text and needs redrafting",
  translation_misfit: "decided, and its translation no longer fits your text: it has to be put right there",
  joined: "a delegation has joined the sponsors",
  declined: "a delegation has declined to sponsor it",
  left: "a delegation has left the sponsors",
  discussed: "somebody has commented on it",
};

export type Letter = { subject: string; text: string };

/** One letter to one person with all that was due. `baseUrl`: without a slash at the end. */
export function composeLetter(items: readonly ClaimedMail[], baseUrl: string): Letter {
  const [first] = items;
  if (!first) throw new Error("a letter says something");
  const subject =
    items.length === 1
      ? oneLine(`${nameOf(first)}: ${SAID[first.kind]}`)
      : oneLine(`${items.length} notifications – ${first.conference.en}`);
  const said = items.map((item) => {
    const by = item.by === null ? "" : ` (${item.by}${item.byDelegation ? `, ${item.byDelegation}` : ""})`;
    return `${nameOf(item)}: ${SAID[item.kind]}${by}\n${item.title.en}\n${baseUrl}${pathOf(item)}`;
  });
  const footer = `${first.conference.en}\nTo change where you are told, or to stop these letters: ${baseUrl}/app/for-you`;
  return { subject, text: `${said.join("\n\n")}\n\n-- \n${footer}\n` };
}

function nameOf({ amendmentId, number, title }: ClaimedMail): string {
  if (amendmentId === null) return title.en;
  return number === null ? "Draft amendment" : tagOf(number);
}

function pathOf({ amendmentId, number, instrument, threadId, language }: ClaimedMail): string {
  const thread = threadId === null ? "" : `${number === null ? "/edit" : ""}?thread=${threadId}`;
  if (amendmentId !== null) return `/app/${instrument}/amendments/${amendmentId}${thread}`;
  return `/app/${instrument}/draft/${language}${threadId === null ? "" : `?thread=${threadId}`}`;
}

/** A title with a line break in it must not begin another header. */
function oneLine(text: string): string {
  return text.replace(/\s+/g, " ").trim();
}
