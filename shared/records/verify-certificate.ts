import { z } from "zod";
import { canonicalJson } from "./canonical-json";
import {
  type Certificate,
  certificatePreimage,
  certificateShape,
  partsOf,
  writtenCertificate,
} from "./certificate";
import { ledgerPreimage, verifyChain } from "./ledger";
import type { Platform } from "./signatures";

/** `part`: which part of the file is not as it was signed. */
export type CertificateProblem = { part: string; detail: string };
export type CertificateAnswer = {
  /** null: the file is no certificate. */
  certificate: Certificate | null;
  /** Empty: everything in the file is as it was signed, and fits together. */
  problems: CertificateProblem[];
};

const adoptedData = z.object({
  vote: z.string(),
  decidedAt: z.string(),
  consensus: z.boolean(),
  texts: z.array(z.object({ language: z.string(), version: z.string(), sha256: z.string() })),
});
const countedData = z.object({
  tally: z.object({ yes: z.int(), no: z.int(), abstain: z.int() }),
  needed: z.int(),
  result: z.string(),
});
const ballotData = z.object({ delegation: z.string(), choice: z.string(), round: z.int() });

/**
 * Holds a file against itself, without server or database: each part against its hash, the hashes against the signature,
 * the texts, the decision and the votes against the chained entries of the record. One changed byte is found, and its part
 * named. That the key is the conference's own is for the reader to compare: the file cannot say so.
 */
export async function verifyCertificate(file: string, platform: Platform): Promise<CertificateAnswer> {
  const read = readCertificate(file);
  if (!read.certificate) return read;
  const { certificate } = read;
  const problems = [
    ...read.problems,
    ...(await wrongParts(certificate, platform)),
    ...(await wrongTexts(certificate, platform)),
    ...(await wrongChain(certificate, platform)),
    ...wrongDecision(certificate),
  ];
  return { certificate, problems };
}

function readCertificate(file: string): CertificateAnswer {
  let value: unknown;
  try {
    value = JSON.parse(file);
  } catch (error) {
    return {
      certificate: null,
      problems: [{ part: "file", detail: `no JSON: ${(error as Error).message}` }],
    };
  }
  const parsed = certificateShape.safeParse(value);
  if (!parsed.success)
    return {
      certificate: null,
      problems: parsed.error.issues.map(({ path, message }) => ({
        part: path.length > 0 ? path.join(".") : "file",
        detail: message,
      })),
    };
  const written = writtenCertificate(parsed.data);
  if (written === file) return { certificate: parsed.data, problems: [] };
  let at = 0;
  while (written[at] === file[at]) at++;
  const detail = `not written as certificates are, from character ${at + 1} on`;
  return { certificate: parsed.data, problems: [{ part: "file", detail }] };
}

async function wrongParts(certificate: Certificate, platform: Platform): Promise<CertificateProblem[]> {
  const problems: CertificateProblem[] = [];
  const parts = partsOf(certificate);
  for (const [part, value] of parts) {
    const found = await platform.sha256Hex(canonicalJson(value));
    const signed = certificate.parts[part];
    if (found !== signed)
      problems.push({ part, detail: `hashes to ${found}, signed was ${signed ?? "nothing"}` });
  }
  for (const part of Object.keys(certificate.parts))
    if (!parts.has(part)) problems.push({ part, detail: "is missing from the file" });
  const preimage = certificatePreimage(certificate);
  if (!(await platform.verify(certificate.key, preimage, certificate.signature)))
    problems.push({
      part: "signature",
      detail: "does not belong to this key, this head and these hashes of the parts",
    });
  return problems;
}

async function wrongTexts({ texts }: Certificate, platform: Platform): Promise<CertificateProblem[]> {
  const problems: CertificateProblem[] = [];
  for (const { language, text, sha256 } of texts) {
    const found = await platform.sha256Hex(text);
    if (found !== sha256)
      problems.push({
        part: `text ${language}`,
        detail: `its words hash to ${found}, adopted was ${sha256}`,
      });
  }
  return problems;
}

async function wrongChain(certificate: Certificate, platform: Platform): Promise<CertificateProblem[]> {
  const { entries, head, conference } = certificate;
  const hashes = new Map<string, string>();
  for (const { hash: _, ...entry } of entries) {
    const preimage = ledgerPreimage(entry);
    hashes.set(preimage, await platform.sha256Hex(preimage));
  }
  const [first] = entries;
  if (!first) return [{ part: "entries", detail: "none" }];
  const chain = verifyChain(entries, (text) => hashes.get(text) ?? "", {
    seq: first.seq - 1,
    prev: first.prev,
  });
  if (!chain.ok) return [{ part: "entries", detail: `entry ${chain.seq}: ${chain.detail}` }];
  if (chain.head !== head.hash || entries.at(-1)?.seq !== head.seq)
    return [{ part: "head", detail: `says ${head.hash} at ${head.seq}, the entries end in ${chain.head}` }];
  return first.conference === conference.slug
    ? []
    : [{ part: "conference", detail: `is ${conference.slug}, the entries are of ${first.conference}` }];
}

/** What the certificate says about the decision against what the entries say. */
function wrongDecision({ entries, instrument, decision, texts }: Certificate): CertificateProblem[] {
  const last = entries.at(-1);
  const adopted = adoptedData.safeParse(last?.data);
  if (last?.act !== `text.${instrument.outcome}` || last.subject !== instrument.slug || !adopted.success)
    return [{ part: "entries", detail: `do not end in ${instrument.slug} being ${instrument.outcome}` }];
  const told = adopted.data;
  const problems: CertificateProblem[] = [];
  const compare = (part: string, has: unknown, said: unknown) => {
    if (canonicalJson(has) !== canonicalJson(said))
      problems.push({ part, detail: `says ${canonicalJson(has)}, the record says ${canonicalJson(said)}` });
  };
  compare("decision", [decision.vote, decision.decidedAt], [told.vote, told.decidedAt]);
  compare("decision", decision.tally === null, told.consensus);
  compare(
    "texts",
    texts.map(({ language, version, sha256 }) => ({ language, version, sha256 })).sort(byLanguage),
    told.texts.map(({ language, version, sha256 }) => ({ language, version, sha256 })).sort(byLanguage),
  );
  if (decision.present < decision.quorum)
    problems.push({ part: "decision", detail: `${decision.present} present, ${decision.quorum} needed` });
  if (decision.tally === null) return problems;

  const counted = countedData.safeParse(
    entries.findLast(({ act, subject }) => act === "vote.proclaimed" && subject === told.vote)?.data,
  );
  const said = counted.success ? counted.data : null;
  compare(
    "decision",
    [decision.tally, decision.needed, "carried"],
    [said?.tally, said?.needed, said?.result].map((one) => one ?? null),
  );
  const ballots = new Map<string, string>();
  const round = Math.max(1, ...entries.flatMap(({ data }) => ballotData.safeParse(data).data?.round ?? []));
  for (const { act, subject, data } of entries) {
    if (subject !== told.vote) continue;
    const ballot = act === "ballot.cast" ? ballotData.safeParse(data).data : undefined;
    if (ballot?.round === round) ballots.set(ballot.delegation, ballot.choice);
    if (act === "roll_call.passed") ballots.delete(String((data as { delegation?: unknown }).delegation));
  }
  const sorted = (list: Array<[string, string]>) => list.sort(([a], [b]) => (a < b ? -1 : 1));
  compare(
    "decision",
    sorted(decision.votes.map(({ delegation, choice }) => [delegation, choice])),
    sorted([...ballots]),
  );
  return problems;
}

function byLanguage(a: { language: string }, b: { language: string }): number {
  return a.language < b.language ? -1 : 1;
}
