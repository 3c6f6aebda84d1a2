import { canonicalJson } from "./canonical-json";

/**
 * A public key of 32 bytes and a signature of 64 in base64url, spelt in the one way: bits that are left over in the last character
 * are none of the bytes, and another character there would be read as the same.
 */
export const PUBLIC_KEY = /^[A-Za-z0-9_-]{42}[AEIMQUYcgkosw048]$/;
export const SIGNATURE = /^[A-Za-z0-9_-]{85}[AQgw]$/;

/** What is verified with. Given by the platform: neither a server's nor a browser's cryptography is pure. Key and signature in base64url. */
export type Platform = {
  sha256Hex(utf8: string): Promise<string>;
  verify(key: string, utf8: string, signature: string): Promise<boolean>;
};

/** A word for the whole record up to `seq`, by who held the key: `head` is the hash of that entry. */
export type Checkpoint = {
  conference: string;
  seq: number;
  head: string;
  at: string;
  /** Ed25519, the public key's 32 bytes. */
  key: string;
  signature: string;
};

/** What a checkpoint's signature is taken over. */
export function checkpointPreimage({
  conference,
  seq,
  head,
  at,
  key,
}: Omit<Checkpoint, "signature">): string {
  return canonicalJson({ type: "concord.checkpoint.1", conference, seq, head, at, key });
}

/** What the key before says about the one after it, so that a key is not replaced by somebody who has neither. */
export function successionPreimage(conference: string, previous: string, key: string): string {
  return canonicalJson({ type: "concord.key-succession.1", conference, previous, key });
}
