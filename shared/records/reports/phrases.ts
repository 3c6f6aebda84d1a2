import type { Language } from "../../text/model";
import { daysInWords, LOCALES } from "../dates";
import type { LedgerEntry } from "../ledger";
import { type Facts, type Known, knownOf, type Question, voteOf } from "./facts";
import { en, type ReportWords } from "./words-en";
import { es } from "./words-es";
import { fr } from "./words-fr";
import { zh } from "./words-zh";

export const REPORT_WORDS: Record<Language, ReportWords> = { en, zh, fr, es };

type Words = { en: string } & Partial<Record<Language, string>>;
/** What the record says only by slugs and codes. */
export type ReportNames = {
  conference: { title: Words; place: Words; startsOn: string; endsOn: string; timeZone: string };
  bodies: Array<{ slug: string; members: number }>;
  /** `stage`: where it stands, or its outcome. */
  instruments: Array<{ slug: string; title: Words; symbol: string; stage: string }>;
  /** By code. */
  delegations: ReadonlyMap<string, Words>;
};

export function fillIn(template: string, values: Record<string, string | number>): string {
  return template.replaceAll(/\{(\w+)\}/g, (whole, name: string) => String(values[name] ?? whole));
}

/** What somebody wrote, in a report: on one line, and without what would be taken for Markdown. */
export function plain(words: string): string {
  return words
    .replaceAll(/\s+/g, " ")
    .trim()
    .replaceAll(/[\\`*_[\]<>|#]/g, (character) => `\\${character}`);
}

/** Says in one language what entries mean. */
export class Phrases {
  readonly w: ReportWords;

  constructor(
    readonly language: Language,
    readonly names: ReportNames,
    readonly facts: Facts,
  ) {
    this.w = REPORT_WORDS[language];
  }

  words(words: Words): string {
    return plain(words[this.language] ?? words.en);
  }

  delegation(code: string): string {
    const name = this.names.delegations.get(code);
    return name ? this.words(name) : plain(code);
  }

  title(slug: string | null | undefined): string {
    const found = this.names.instruments.find((one) => one.slug === slug);
    return found ? this.words(found.title) : plain(slug ?? "");
  }

  list(items: string[]): string {
    return items.length === 0 ? this.w.nobody : items.join(this.w.listSeparator);
  }

  /** From the first day of the conference to its last. */
  dates(): string {
    return daysInWords(this.language, this.names.conference);
  }

  /** In the conference's own time. */
  day(at: string): string {
    return this.#format(at, { dateStyle: "long" });
  }

  time(at: string): string {
    return this.#format(at, { hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
  }

  #format(at: string, options: Intl.DateTimeFormatOptions): string {
    const { timeZone } = this.names.conference;
    return new Intl.DateTimeFormat(LOCALES[this.language], { ...options, timeZone }).format(new Date(at));
  }

  question(question: Question): string {
    return fillIn(this.w.question[question.kind], {
      tag: question.about,
      path: plain(question.about),
      title: this.title(question.instrument),
      motion: this.#motion(question.about),
    });
  }

  /** The count and what it needed, and whether it was taken a second time (Rule V6); or that there was none (Rule C1). */
  how(question: Question | undefined): string {
    const how = this.#counted(question);
    return question?.again ? fillIn(this.w.afterTie, { how }) : how;
  }

  #counted(question: Question | undefined): string {
    if (!question?.tally) return this.w.withoutVote;
    const tally = fillIn(this.w.tally, question.tally);
    const { needed, present, members, majority } = question;
    if (needed === null || present === null || members === null || majority === null) return tally;
    const name = this.w.majority[majority as keyof ReportWords["majority"]] ?? majority;
    return fillIn(this.w.tallyAndNeeded, { tally, needed, majority: name, present, members });
  }

  #motion(kind: string | undefined): string {
    return this.w.motion[kind as keyof ReportWords["motion"]] ?? plain(kind ?? "");
  }

  #who({ actor }: LedgerEntry, { delegation }: Known): string {
    const code = delegation ?? actor?.delegation;
    if (code) return this.delegation(code);
    return this.#role(actor?.role);
  }

  #role(role: string | undefined): string {
    return this.w.role[role as keyof ReportWords["role"]] ?? this.w.role.secretariat;
  }

  #template({ act }: LedgerEntry, data: Known, question: Question | undefined): string | undefined {
    switch (act) {
      case "vote.proclaimed":
        return this.w.result[data.result as keyof ReportWords["result"]];
      case "question.put":
        return this.w.act[data.silenceUntil ? "question.put_in_silence" : act];
      case "question.objected":
        return this.w.act[question?.bySilence ? "question.silence_broken" : act];
      case "question.so_decided":
        return this.w.act[data.silenceUntil ? "question.silence_held" : act];
      case "motion.moved":
        return this.w.act[data.during ? "motion.moved_during" : act];
      case "point.ruled":
        return this.w.act[data.sustained ? "point.sustained" : act];
      case "point.stands":
        return this.w.act[data.vote ? "point.stands_by_vote" : act];
      case "deadline.set":
        return this.w.act[data.deadline ? act : "deadline.lifted"];
      default:
        return this.w.act[act as keyof ReportWords["act"]];
    }
  }

  /** One entry as a sentence; null: reports pass it over. */
  sentence(entry: LedgerEntry): string | null {
    const data = knownOf(entry.data);
    const question = this.facts.questions.get(data.vote ?? voteOf(entry, data));
    const template = this.#template(entry, data, question);
    if (template === undefined) return null;
    // What was announced then; the last count is another where the votes were equal (Rule V6).
    const announced =
      entry.act === "vote.proclaimed" && question
        ? {
            ...question,
            tally: data.tally ?? null,
            needed: data.needed ?? null,
            again: (data.round ?? 1) > 1,
          }
        : question;
    const until = data.silenceUntil ?? data.deadline;
    const slug = data.instrument ?? question?.instrument;
    const motion = this.#motion(data.kind ?? question?.about);
    const said = question ? this.question(question) : "";
    const sentence = fillIn(template, {
      who: this.#who(entry, data),
      Chair: this.#role(entry.actor?.role),
      title: this.title(slug),
      symbol: this.names.instruments.find((one) => one.slug === slug)?.symbol ?? "",
      tag: data.tag ?? "",
      reason: plain(data.reason ?? ""),
      words: plain(data.words ?? ""),
      ruling: plain(data.ruling ?? ""),
      choice: this.w.choice[data.choice as keyof ReportWords["choice"]] ?? "",
      method: this.w.method[data.method as keyof ReportWords["method"]] ?? "",
      present: data.present ?? "",
      members: data.members ?? "",
      tally: this.how(announced),
      how: this.how(announced),
      until: until ? `${this.day(until)}, ${this.time(until)}` : "",
      during: data.during ? this.delegation(data.during) : "",
      of: this.names.delegations.has(entry.subject) ? this.delegation(entry.subject) : this.w.delegations,
      motion,
      Motion: motion,
      question: said,
      Question: said,
    });
    // Of what is said without a reason, the colon that would have led to it goes too.
    const ended = sentence.replace(/\s*[:：]\s*(?:“\s*”|«\s*»)?\s*$/u, this.language === "zh" ? "。" : ".");
    return ended.charAt(0).toLocaleUpperCase(LOCALES[this.language]) + ended.slice(1);
  }
}
