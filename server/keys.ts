import {
  createCipheriv,
  createDecipheriv,
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  hkdfSync,
  type KeyObject,
  randomBytes,
  sign,
} from "node:crypto";
import { mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import type { Seals, Signer } from "./commands/context";
import { BadSetting, type Config } from "./config";

const KEY_FILE = /^record-\d{4}\.pem$/;

/**
 * The keys that sign the record, the newest first: of the settings, else of `<DATA_DIR>/keys`, where the first start makes
 * one that only its user can read. Older ones stay, to open what they sealed.
 *
 * @throws BadSetting for what is no Ed25519 private key
 */
export async function loadKeys({
  recordKeys,
  dataDir,
}: Pick<Config, "recordKeys" | "dataDir">): Promise<KeyObject[]> {
  if (recordKeys.length > 0) return recordKeys.map((text) => readKey(text, "RECORD_KEY"));
  const dir = path.join(dataDir, "keys");
  await mkdir(dir, { recursive: true, mode: 0o700 });
  const names = (await readdir(dir)).filter((name) => KEY_FILE.test(name)).sort();
  if (names.length === 0) names.push(await addKey(dir, 1));
  const texts = await Promise.all(names.reverse().map((name) => readFile(path.join(dir, name), "utf8")));
  return texts.map((text, i) => readKey(text, names[i] ?? dir));
}

/** A new key file, which signs from the next start on. @returns its name */
export async function rotateKey(dataDir: string): Promise<string> {
  const dir = path.join(dataDir, "keys");
  await mkdir(dir, { recursive: true, mode: 0o700 });
  const last = (await readdir(dir))
    .filter((name) => KEY_FILE.test(name))
    .sort()
    .at(-1);
  return addKey(dir, Number(last?.slice(7, 11) ?? 0) + 1);
}

async function addKey(dir: string, number: number): Promise<string> {
  const name = `record-${String(number).padStart(4, "0")}.pem`;
  const { privateKey } = generateKeyPairSync("ed25519");
  const pem = privateKey.export({ format: "pem", type: "pkcs8" });
  // `wx`: of two that start at once the second reads what the first has written.
  await writeFile(path.join(dir, name), pem, { mode: 0o600, flag: "wx" }).catch(
    (error: NodeJS.ErrnoException) => {
      if (error.code !== "EEXIST") throw error;
    },
  );
  return name;
}

function readKey(text: string, from: string): KeyObject {
  const meant = new BadSetting(`${from} is not usable: it must be an Ed25519 private key in PEM (PKCS 8).`);
  try {
    const key = createPrivateKey(text.replaceAll("\\n", "\n"));
    if (key.asymmetricKeyType === "ed25519") return key;
  } catch {
    // The reason would repeat parts of the key.
  }
  throw meant;
}

/** In base64url, as JSON Web Keys have it. */
function publicOf(key: KeyObject): string {
  const { x } = createPublicKey(key).export({ format: "jwk" });
  if (x === undefined) throw new Error("not an Ed25519 key");
  return x;
}

export function signerOf(keys: readonly KeyObject[]): Signer {
  const [newest] = keys;
  if (!newest) throw new Error("there is no key to sign with");
  const signWith = (key: KeyObject, utf8: string) =>
    sign(null, Buffer.from(utf8, "utf8"), key).toString("base64url");
  return {
    key: publicOf(newest),
    sign: (utf8) => signWith(newest, utf8),
    signAs(wanted, utf8) {
      const key = keys.find((one) => publicOf(one) === wanted);
      return key ? signWith(key, utf8) : null;
    },
  };
}

const NONCE = 12;
const TAG = 16;

/**
 * Seals made with the keys of this server, the newest first: it closes with the first and opens with each.
 * AES-256-GCM under a key derived from the signing key; `about` is authenticated, so that a box is not taken for another.
 */
export function sealsOf(keys: readonly KeyObject[]): Seals {
  const secrets = keys.map((key) =>
    Buffer.from(
      hkdfSync("sha256", key.export({ format: "der", type: "pkcs8" }), Buffer.alloc(0), "concord seals", 32),
    ),
  );
  const [newest] = secrets;
  if (!newest) throw new Error("there is no key to seal with");
  return {
    seal(content, about) {
      const nonce = randomBytes(NONCE);
      const cipher = createCipheriv("aes-256-gcm", newest, nonce);
      cipher.setAAD(Buffer.from(about));
      const body = Buffer.concat([cipher.update(content, "utf8"), cipher.final()]);
      return Buffer.concat([nonce, cipher.getAuthTag(), body]);
    },
    open(sealed, about) {
      for (const secret of secrets) {
        const decipher = createDecipheriv("aes-256-gcm", secret, sealed.subarray(0, NONCE));
        decipher.setAAD(Buffer.from(about));
        decipher.setAuthTag(sealed.subarray(NONCE, NONCE + TAG));
        try {
          return Buffer.concat([decipher.update(sealed.subarray(NONCE + TAG)), decipher.final()]).toString(
            "utf8",
          );
        } catch {
          // Closed with another key: the next one is tried.
        }
      }
      throw new Error(`${about} was sealed with a key that this server does not have`);
    },
  };
}
