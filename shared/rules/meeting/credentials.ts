import { type Row, rows, step } from "../machine";
import type { Refusal } from "../refusal";

export const CREDENTIAL_STATES = ["missing", "submitted", "accepted", "challenged", "rejected"] as const;
export type CredentialState = (typeof CREDENTIAL_STATES)[number];

export const CREDENTIAL_EVENTS = ["submit", "accept", "challenge", "reject"] as const;
export type CredentialEvent = (typeof CREDENTIAL_EVENTS)[number];

const row = (from: readonly CredentialState[], event: CredentialEvent, to: CredentialState) =>
  rows(from, event, "none", to);

/** A delegation's credentials. Rejected ones can be submitted anew. */
export const CREDENTIAL_TRANSITIONS: ReadonlyArray<Row<CredentialState, CredentialEvent, "none">> = [
  ...row(["missing", "rejected"], "submit", "submitted"),
  ...row(["submitted", "challenged"], "accept", "accepted"),
  ...row(["submitted", "accepted"], "challenge", "challenged"),
  ...row(["submitted", "challenged"], "reject", "rejected"),
];

export function decideCredential(
  state: CredentialState,
  event: CredentialEvent,
): { ok: true; to: CredentialState } | Refusal {
  return step(CREDENTIAL_TRANSITIONS, state, event, () => null);
}

/** A delegation whose credentials are challenged is seated with its rights until the body has decided; one without is not. */
export function hasVote(kind: { voting: boolean }, credentials: CredentialState): boolean {
  return kind.voting && (credentials === "accepted" || credentials === "challenged");
}
