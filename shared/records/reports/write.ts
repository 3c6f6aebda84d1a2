import type { Language } from "../../text/model";
import type { LedgerEntry } from "../ledger";
import { type AmendmentFacts, factsOf, type InstrumentFacts, type Question } from "./facts";
import { fillIn, Phrases, plain, type ReportNames } from "./phrases";

export const REPORT_KINDS = ["report", "summary"] as const;
/** The rapporteur's report: by subject. The summary record: by the clock. */
export type ReportKind = (typeof REPORT_KINDS)[number];

type Entry = LedgerEntry & { hash: string };

/**
 * A report of the conference in one language, as Markdown, from the record alone: the same entries give the same words.
 * `entries`: from the first to the last that it is to tell of.
 */
export function writeReport(
  kind: ReportKind,
  language: Language,
  entries: readonly Entry[],
  names: ReportNames,
): string {
  const p = new Phrases(language, names, factsOf([...entries]));
  const { conference } = names;
  const title = kind === "report" ? p.w.report : p.w.summary;
  const held = fillIn(p.w.held, {
    conference: p.words(conference.title),
    place: p.words(conference.place),
    dates: p.dates(),
  });
  const body = kind === "report" ? bySubject(p, names) : byTheClock(p);
  const written = fillIn(p.w.written, {
    from: entries[0]?.seq ?? 0,
    to: entries.at(-1)?.seq ?? 0,
    head: entries.at(-1)?.hash ?? "",
  });
  return `${[`# ${title}`, p.words(conference.title), held, ...body, "---", written].join("\n\n")}\n`;
}

function byTheClock(p: Phrases): string[] {
  const lines: string[] = [];
  let day = "";
  for (const entry of p.facts.entries) {
    const sentence = p.sentence(entry);
    if (sentence === null) continue;
    if (p.day(entry.at) !== day) {
      day = p.day(entry.at);
      lines.push(`## ${day}`);
    }
    lines.push(`**${p.time(entry.at)}** ${sentence}`);
  }
  return lines;
}

function bySubject(p: Phrases, names: ReportNames): string[] {
  const bodies = names.bodies.map(({ slug, members }) => {
    const body = p.w.body[slug as keyof typeof p.w.body] ?? slug;
    return `- ${fillIn(p.w.bodies, { body, members })}`;
  });
  const instruments = names.instruments.flatMap((one) => {
    const facts = p.facts.instruments.get(one.slug);
    return facts ? ofInstrument(p, facts, one) : [];
  });
  const credentials = p.facts.entries.filter(({ act }) => act.startsWith("credentials."));
  const points = p.facts.entries.filter(({ act }) => /^(motion|point|meeting)\./.test(act));
  return [
    `## ${p.w.organisation}`,
    bodies.join("\n"),
    ...told(p, credentials),
    ...(instruments.length > 0 ? instruments : [p.w.noText]),
    ...section(p.w.points, told(p, points)),
    `## ${p.w.open}`,
    ...open(p),
  ];
}

const section = (title: string, lines: string[]) => (lines.length > 0 ? [`## ${title}`, ...lines] : []);
const part = (title: string, lines: string[]) => (lines.length > 0 ? [`### ${title}`, ...lines] : []);

function told(p: Phrases, entries: LedgerEntry[]): string[] {
  return entries.flatMap((entry) => {
    const sentence = p.sentence(entry);
    return sentence === null ? [] : [`${p.day(entry.at)}, ${p.time(entry.at)} – ${sentence}`];
  });
}

const COURSE = /^(instrument|reading|text|deadline|division|part)\./;
const DECISIONS = /^text\.(adopted|approved|rejected|withdrawn)$/;

function ofInstrument(
  p: Phrases,
  facts: InstrumentFacts,
  { symbol, stage }: ReportNames["instruments"][number],
): string[] {
  const { slug, entries, decision } = facts;
  const course = entries.filter(({ act }) => COURSE.test(act) && !DECISIONS.test(act));
  const decisions = entries.filter(({ act }) => DECISIONS.test(act));
  const final = decision?.vote ? p.facts.questions.get(decision.vote) : undefined;
  const statements = [...p.facts.questions.values()].filter(({ instrument }) => instrument === slug);
  return [
    `## ${fillIn(p.w.considered, { title: p.title(slug), symbol })}`,
    ...part(p.w.course, told(p, course)),
    `### ${p.w.amendments}`,
    ...ofAmendments(p, [...facts.amendments.values()]),
    `### ${p.w.decision}`,
    ...(decisions.length > 0
      ? told(p, decisions)
      : [fillIn(p.w.undecided, { stage: p.w.stage[stage as keyof typeof p.w.stage] ?? stage })]),
    ...(final && final.ballots.size > 0 ? [`### ${p.w.votes}`, byChoice(p, final)] : []),
    ...part(
      p.w.reservations,
      statements.flatMap((question) => said(p, question, question.reservations)),
    ),
    ...part(
      p.w.explanations,
      statements.flatMap((question) => said(p, question, question.explanations)),
    ),
  ];
}

/** By whom, on which question, in which words. */
function said(p: Phrases, question: Question, list: Question["reservations"]): string[] {
  return list.map(({ delegation, words }) =>
    fillIn(p.w.speechOn, {
      who: p.delegation(delegation),
      question: p.question(question),
      words: plain(words),
    }),
  );
}

/** In English alphabetical order, whatever the language of the report (Rules R4, R5). */
function byChoice(p: Phrases, { ballots }: Question): string {
  const english = (code: string) => p.names.delegations.get(code)?.en ?? code;
  const of = (choice: string) =>
    [...ballots]
      .filter(([, given]) => given === choice)
      .map(([code]) => code)
      .sort((a, b) => (english(a) < english(b) ? -1 : 1))
      .map((code) => p.delegation(code));
  const line = (title: string, choice: string) => `- ${title}${p.w.pairSeparator}${p.list(of(choice))}`;
  return [line(p.w.inFavour, "yes"), line(p.w.against, "no"), line(p.w.abstaining, "abstain")].join("\n");
}

function ofAmendments(p: Phrases, amendments: AmendmentFacts[]): string[] {
  if (amendments.length === 0) return [p.w.noAmendments];
  const outcomeOf = (outcome: string) => p.w.outcome[outcome as keyof typeof p.w.outcome] ?? outcome;
  const counts = new Map<string, number>();
  for (const { outcome } of amendments) counts.set(outcome, (counts.get(outcome) ?? 0) + 1);
  const outcomes = [...counts].map(([outcome, n]) => `${outcomeOf(outcome)}${p.w.pairSeparator}${n}`);
  const rows = inOrder(amendments).map(({ tag, delegation, sponsors, outcome, vote }) => {
    const by = p.list([delegation, ...sponsors].map((code) => p.delegation(code)));
    const decided = outcome === "adopted" || outcome === "rejected";
    const how = decided ? p.how(vote === null ? undefined : p.facts.questions.get(vote)) : "–";
    return `| ${[tag, by, outcomeOf(outcome), how].join(" | ")} |`;
  });
  return [
    fillIn(p.w.amendmentCount, { count: amendments.length, outcomes: outcomes.join(p.w.listSeparator) }),
    [`| ${p.w.amendmentHead} |`, "| --- | --- | --- | --- |", ...rows].join("\n"),
  ];
}

/** By number; those that amend another stand under it. */
function inOrder(amendments: AmendmentFacts[]): AmendmentFacts[] {
  const numbers = ({ tag }: AmendmentFacts) => (tag.match(/\d+/g) ?? []).map(Number);
  return [...amendments].sort((a, b) => {
    const [one, two] = [numbers(a), numbers(b)];
    return (one[0] ?? 0) - (two[0] ?? 0) || (one[1] ?? 0) - (two[1] ?? 0);
  });
}

/** Texts without a decision, and amendments that nobody disposed of. */
function open(p: Phrases): string[] {
  const lines = [...p.facts.instruments.values()].flatMap(({ slug, amendments, decision }) => {
    const tags = [...amendments.values()]
      .filter(({ outcome }) => outcome === "undecided")
      .map(({ tag }) => tag);
    if (tags.length === 0 && decision) return [];
    const line = fillIn(p.w.stillOpen, { title: p.title(slug), tags: tags.length > 0 ? p.list(tags) : "" });
    // Of a text without open amendments, the colon that would have led to them goes.
    return [`- ${line.replace(/\s*[:：]\s*$/u, "")}`];
  });
  return lines.length > 0 ? [lines.join("\n")] : [p.w.nothingOpen];
}
