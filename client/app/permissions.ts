import type { Permission } from "../../shared/api/views/common";

export type Refused = Extract<Permission, { ok: false }>;

/** The server's answer to "may I do this now"; an act it does not mention is one this person can never do. */
export function permission(permissions: Record<string, Permission>, act: string): Permission {
  return permissions[act] ?? { ok: false, code: "not_allowed", rule: null };
}

export function allowed(permissions: Record<string, Permission>, act: string): boolean {
  return permission(permissions, act).ok;
}

/** Could be done by this person at another time: worth showing, with the reason why not now. */
export function notNow(answer: Permission): answer is Refused {
  return !answer.ok && answer.code !== "not_allowed" && answer.code !== "not_a_member";
}
