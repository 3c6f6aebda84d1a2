import { createHash, randomBytes } from "node:crypto";

/** 256 bits, in an address or a cookie. Only its hash is stored: a copied database signs nobody in. */
export function newToken(): string {
  return randomBytes(32).toString("base64url");
}

export function hashToken(token: string): string {
  return createHash("sha256").update(token).digest("hex");
}
