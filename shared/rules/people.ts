import type { Language } from "../text/model";

export const ROLES = [
  "chair",
  "committee-chair",
  "rapporteur",
  "committee-member",
  "delegate",
  "observer",
  "translator",
  "secretariat",
] as const;
/** `chair` presides over the plenary, `committee-chair` over the drafting committee. */
export type Role = (typeof ROLES)[number];

export const BODY_SLUGS = ["plenary", "drafting-committee"] as const;
export type BodySlug = (typeof BODY_SLUGS)[number];

/** A signed-in person. `delegation` is null for the secretariat and translators; `voting` is the delegation's right in the conference. */
export type Actor = {
  personId: string;
  role: Role;
  delegation: { id: string; code: string; voting: boolean } | null;
  languages: Language[];
};
