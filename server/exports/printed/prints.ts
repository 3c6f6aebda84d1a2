import { createHash } from "node:crypto";
import { type Certificate, writtenCertificate } from "../../../shared/records/certificate";
import type { Language } from "../../../shared/text/model";
import { certificatePage, printedCertificate } from "./certificate";
import type { PrintedDocument } from "./document";
import { pageOfReport, printedReport, type ReportOnPaper } from "./report";
import type { Typefaces } from "./typefaces";

/** So many finished files are kept, of some hundred kB each: what was just decided is asked for by many. */
const KEPT = 16;

/**
 * Files for paper. Making one takes tenths of a second of the processor, and anybody may ask: they are made one after another, and
 * each once.
 */
export class Prints {
  #typefaces: Typefaces | null = null;
  readonly #kept = new Map<string, Promise<Buffer>>();
  #last: Promise<unknown> = Promise.resolve();

  /** `fontsDir`: where the packages of the fonts lie. */
  constructor(private readonly fontsDir: string) {}

  certificate(certificate: Certificate, language: Language): Promise<Buffer> {
    const key = `certificate ${language} ${sha256(writtenCertificate(certificate))}`;
    return this.#once(key, () =>
      this.#pdf(printedCertificate(certificate, language), (page, pages) =>
        certificatePage(language, page, pages),
      ),
    );
  }

  report(report: ReportOnPaper, format: "pdf" | "docx"): Promise<Buffer> {
    return this.#once(`report ${format} ${sha256(JSON.stringify(report))}`, async () => {
      const printed = await printedReport(report);
      if (format === "pdf") return this.#pdf(printed, pageOfReport);
      const { docxOf } = await import("./docx");
      return docxOf(printed, pageOfReport);
    });
  }

  async #pdf(printed: PrintedDocument, pageOf: (page: number, pages: number) => string): Promise<Buffer> {
    // A file of its own in the built program, too: its main script cannot import packages (bin/server.mjs).
    const { Typefaces } = await import("./typefaces");
    const { pdfOf } = await import("./pdf");
    this.#typefaces ??= new Typefaces(this.fontsDir);
    return pdfOf(printed, this.#typefaces, pageOf);
  }

  #once(key: string, make: () => Promise<Buffer>): Promise<Buffer> {
    const kept = this.#kept.get(key);
    if (kept) return kept;
    const made = this.#last.then(make, make);
    this.#last = made.catch(() => {});
    this.#kept.set(key, made);
    made.catch(() => this.#kept.delete(key));
    for (const oldest of this.#kept.keys()) {
      if (this.#kept.size <= KEPT) break;
      this.#kept.delete(oldest);
    }
    return made;
  }
}

function sha256(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}
