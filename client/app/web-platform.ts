import type { Platform } from "../../shared/records/signatures";

function bytesOf(base64url: string): Uint8Array<ArrayBuffer> {
  const plain = atob(base64url.replaceAll("-", "+").replaceAll("_", "/"));
  return Uint8Array.from(plain, (one) => one.charCodeAt(0));
}

/** What a browser verifies records with; null where it cannot: an old one, or a page that came without https. */
export async function webPlatform(): Promise<Platform | null> {
  const subtle = globalThis.crypto?.subtle;
  if (!subtle) return null;
  const importKey = (key: string) => subtle.importKey("raw", bytesOf(key), "Ed25519", false, ["verify"]);
  try {
    await importKey("A".repeat(43));
  } catch {
    return null;
  }
  const utf8 = (text: string) => new TextEncoder().encode(text);
  return {
    async sha256Hex(text) {
      const digest = new Uint8Array(await subtle.digest("SHA-256", utf8(text)));
      return Array.from(digest, (byte) => byte.toString(16).padStart(2, "0")).join("");
    },
    async verify(key, text, signature) {
      try {
        return await subtle.verify("Ed25519", await importKey(key), bytesOf(signature), utf8(text));
      } catch {
        return false;
      }
    },
  };
}
