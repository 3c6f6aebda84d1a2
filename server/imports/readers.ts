import type { ImportPreview } from "../../shared/api/imports";
import type { ListRow } from "../../shared/text/listed/columns";
import type { Language, TextDoc } from "../../shared/text/model";
import type { ListFormat } from "./list-rows";
import type { WordText } from "./word/read-word";

/** What reads a file that somebody sent. Each gives plain data, and throws FileRefused. */
export type Readers = {
  /** As a text of its own. */
  text(file: Buffer, name: string, language: Language): Promise<ImportPreview>;
  /** As a text that was revised in Word. */
  revised(file: Buffer): Promise<WordText>;
  /** As a list of amendments to `text`. */
  list(file: Buffer, format: ListFormat, text: TextDoc): Promise<ListRow[]>;
};

/** Here and now: nothing else is done meanwhile. The parsers are loaded by those who import. */
export const inThisThread: Readers = {
  text: async (...given) => (await import("./read-file")).readFile(...given),
  revised: async (file) => (await import("./word/read-word")).readWord(file),
  list: async (...given) => (await import("./list-rows")).readRows(...given),
};
