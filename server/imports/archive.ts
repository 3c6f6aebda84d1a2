import { fromBufferPromise, type ZipFile } from "yauzl";
import { FileRefused } from "./refused";

/** A text of a hundred pages unpacks to a few MB; the rest is room for pictures that are left out. */
const MAX_UNPACKED_BYTES = 100 * 1024 * 1024;
const MAX_ENTRIES = 2_000;
/** XML of Word shrinks to a tenth or so; a thousandfold is no text. Small parts may shrink as they like. */
const MAX_RATIO = 200;
const RATIO_FROM_BYTES = 1024 * 1024;

/** Parts of the package that are looked into, by name. */
export type Parts = ReadonlyMap<string, string>;

/**
 * Unpacks a ZIP once, counting what really comes out, so that what reads it afterwards meets no surprise. Gives the XML parts
 * that `wanted` names. @throws FileRefused
 */
export async function unpack(file: Buffer, wanted: (name: string) => boolean): Promise<Parts> {
  const parts = new Map<string, string>();
  let zip: ZipFile;
  try {
    zip = await fromBufferPromise(file, { lazyEntries: true, autoClose: false });
  } catch (cause) {
    throw notAsNamed(cause);
  }
  if (zip.entryCount > MAX_ENTRIES) throw new FileRefused("file_unpacks_too_large", "too many parts");
  let total = 0;
  try {
    for await (const entry of zip.eachEntry()) {
      if (entry.isEncrypted()) throw new FileRefused("file_encrypted", "a part is encrypted");
      if (/(^|\/)vba(Project|Data)[^/]*$/i.test(entry.fileName))
        throw new FileRefused("file_has_macros", "there is a VBA project");
      const chunks: Buffer[] = [];
      let size = 0;
      for await (const chunk of await zip.openReadStreamPromise(entry)) {
        size += (chunk as Buffer).length;
        total += (chunk as Buffer).length;
        const bursts = size > RATIO_FROM_BYTES && size > entry.compressedSize * MAX_RATIO;
        if (bursts || total > MAX_UNPACKED_BYTES)
          throw new FileRefused("file_unpacks_too_large", "it unpacks to too much");
        if (wanted(entry.fileName)) chunks.push(chunk as Buffer);
      }
      if (wanted(entry.fileName)) parts.set(entry.fileName, Buffer.concat(chunks).toString("utf8"));
    }
  } catch (error) {
    if (error instanceof FileRefused) throw error;
    throw notAsNamed(error);
  } finally {
    zip.close();
  }
  return parts;
}

function notAsNamed(cause: unknown): FileRefused {
  const refused = new FileRefused("file_not_as_named", "it is no whole ZIP package");
  refused.cause = cause;
  return refused;
}
