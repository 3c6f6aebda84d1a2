import { createHash } from "node:crypto";
import type { AMENDMENT_FORMATS, AmendmentImport, ProposalView } from "../../shared/api/import-amendments";
import type { DiffBlock } from "../../shared/api/views/redline";
import { type ListedProposal, readList } from "../../shared/text/listed/read-list";
import { applyPatch, formOf } from "../../shared/text/make-patch";
import type { BlockId, Language, TextDoc } from "../../shared/text/model";
import { numberBlocks } from "../../shared/text/numbering";
import type { Patch } from "../../shared/text/patch";
import { readOriginals } from "../../shared/text/revisions/original";
import { readRevisions } from "../../shared/text/revisions/read-revisions";
import { checkContainer, extensionOf } from "./containers";
import { delegationNamed, type Known, sourceNamed } from "./delegations";
import type { Readers } from "./readers";
import { FileRefused } from "./refused";

type Format = (typeof AMENDMENT_FORMATS)[number];
const EXTENSIONS: Record<string, Format> = {
  docx: "docx",
  csv: "csv",
  tsv: "csv",
  xlsx: "xlsx",
  md: "markdown",
  markdown: "markdown",
  txt: "text",
};
const WITH_MACROS = new Set(["docm", "dotm", "xlsm", "xltm"]);

export type Version = { id: string; number: number; label: string; text: TextDoc };
/** `own`: the delegation of who reads, when they may bring in only its own. `versions` from the newest on; `read` gives the text of one. */
export type Surroundings = {
  readers: Readers;
  language: Language;
  known: Known;
  own: string | null;
  versions: readonly Omit<Version, "text">[];
  read(version: string): Promise<TextDoc>;
  /** What differs between two texts, as people read it. */
  redline(before: TextDoc, after: TextDoc): DiffBlock[];
  newId(): BlockId;
};

type Read = Pick<AmendmentImport, "proposals" | "problems"> & { version: Version };

/** What a file proposes, and all that it does not: nothing is kept of it. @throws FileRefused */
export async function readAmendments(
  file: Buffer,
  name: string,
  around: Surroundings,
): Promise<Omit<AmendmentImport, "delegations">> {
  const extension = extensionOf(name);
  if (WITH_MACROS.has(extension)) throw new FileRefused("file_has_macros", extension);
  const format = EXTENSIONS[extension];
  if (!format) throw new FileRefused("file_format_unknown", extension);
  checkContainer(file, format === "docx" || format === "xlsx");
  const read = format === "docx" ? await fromWord(file, around) : await fromList(file, name, format, around);
  const { id, number, label } = read.version;
  return {
    format,
    sha256: createHash("sha256").update(file).digest("hex"),
    language: around.language,
    version: { id, number, label },
    proposals: read.proposals,
    problems: read.problems,
  };
}

/** How many versions are held against a file to find the one that it was made from. */
const VERSIONS_TRIED = 10;

async function fromWord(file: Buffer, around: Surroundings): Promise<Read> {
  const { text, problems } = await around.readers.revised(file);
  const { language } = around;
  let best: { version: Version; differences: number } | null = null;
  for (const one of around.versions.slice(0, VERSIONS_TRIED)) {
    const version = { ...one, text: await around.read(one.id) };
    const differences = readOriginals(version.text, text, language).untracked.length;
    if (!best || differences < best.differences) best = { version, differences };
    if (differences === 0) break;
  }
  if (!best) throw new Error("a text has no version");
  const { version } = best;
  const found = readRevisions(version.text, text, language, around.newId);
  const numbers = numberBlocks(version.text.blocks, language);
  return {
    version,
    proposals: found.proposals.map(({ by, patch, rationale }) => ({
      ...shown(version.text, patch, around),
      by,
      line: null,
      rationale,
      delegation: around.own ?? delegationNamed(by, around.known),
      sponsors: [],
      unknown: [],
      source: (around.own === null && sourceNamed(by)) || "delegation",
    })),
    problems: [
      ...found.problems.map(({ problem, by, block, said }) => ({
        problem,
        by,
        line: null,
        path: block === null ? null : (numbers.get(block)?.path ?? null),
        said,
      })),
      ...problems.map((one) => ({ ...one, line: null, path: null })),
    ],
  };
}

async function fromList(
  file: Buffer,
  name: string,
  format: Exclude<Format, "docx">,
  around: Surroundings,
): Promise<Read> {
  const { language } = around;
  const [newest] = around.versions;
  if (!newest) throw new Error("a text has no version");
  const version = { ...newest, text: await around.read(newest.id) };
  const rows = await around.readers.list(file, format, version.text);
  const found = readList(version.text, rows, language, around.newId);
  // A list is mostly called after its forum.
  const usual = sourceNamed(name.replace(/\.[^.]+$/, "").replace(/[_-]/g, " "));
  return {
    version,
    proposals: found.proposals.map((one) => listed(version.text, one, usual, around)),
    problems: found.problems.map((one) => ({ ...one, by: null, path: null })),
  };
}

function listed(
  text: TextDoc,
  { line, patch, rationale, proposer, sponsors, source }: ListedProposal,
  usual: ProposalView["source"] | null,
  around: Surroundings,
): ProposalView {
  const { known, own } = around;
  const delegation = own ?? delegationNamed(proposer, known);
  const others = own === null ? sponsors : [proposer, ...sponsors];
  const named = others.map((said) => ({ said, code: delegationNamed(said, known) }));
  const forum = sourceNamed(source) ?? (source.trim() === "" ? (sourceNamed(proposer) ?? usual) : null);
  const codes = named.flatMap(({ code }) => (code === null || code === delegation ? [] : [code]));
  const unknown = named.flatMap(({ said, code }) => (code === null && said !== "" ? [said] : []));
  if (own === null && delegation === null && proposer !== "") unknown.unshift(proposer);
  return {
    ...shown(text, patch, around),
    by: null,
    line,
    rationale,
    delegation,
    sponsors: [...new Set(codes)],
    unknown,
    source: forum ?? "delegation",
  };
}

function shown(
  text: TextDoc,
  patch: Patch,
  { language, redline }: Pick<Surroundings, "language" | "redline">,
): Pick<ProposalView, "patch" | "form" | "path" | "redline"> {
  const changes = redline(text, applyPatch(text, patch));
  // A new paragraph is called by the number it would have.
  return { patch, form: formOf(patch, language), path: changes[0]?.path ?? null, redline: changes };
}
