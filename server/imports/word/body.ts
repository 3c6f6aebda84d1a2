import type { WORD_PROBLEMS } from "../../../shared/api/import-amendments";
import type { MarkedParagraph, MarkedRun } from "../../../shared/text/revisions/marked";
import { asWords } from "../words";
import { emphasisOf, isMarkedByHand, lookOf, type Styles } from "./styles";
import { childOf, childrenOf, holds, wordsIn, type XmlElement } from "./xml";

/** What of the file is in no paragraph as words. `by`: whose revision it is; null: nobody's. */
export type WordProblem = { problem: (typeof WORD_PROBLEMS)[number]; by: string | null; said: string };

/** Whose revisions the words in an element are. */
type Within = { insertedBy: string | null; deletedBy: string | null };
type Paragraphs = { paragraphs: MarkedParagraph[]; problems: WordProblem[] };

const NOBODY: Within = { insertedBy: null, deletedBy: null };
const INSERTED = new Set(["w:ins", "w:moveTo"]);
const DELETED = new Set(["w:del", "w:moveFrom"]);
/** Hold what they hold as if they were not there. */
const TRANSPARENT = new Set([
  "w:sdtContent",
  "w:smartTag",
  "w:customXml",
  "w:dir",
  "w:bdo",
  "w:rubyBase",
  "mc:Choice",
]);
/** Say nothing. */
const SILENT = new Set(
  (
    "w:pPr w:rPr w:sdtPr w:sdtEndPr w:smartTagPr w:customXmlPr w:rubyPr w:rt w:proofErr w:bookmarkStart w:bookmarkEnd w:permStart " +
    "w:permEnd w:moveFromRangeStart w:moveFromRangeEnd w:moveToRangeStart w:moveToRangeEnd w:lastRenderedPageBreak " +
    "w:annotationRef w:softHyphen w:instrText w:delInstrText w:tblPr w:tblGrid w:trPr w:tcPr w:tblPrEx mc:Fallback w:footnoteRef w:endnoteRef"
  ).split(" "),
);
/** Stand for words of another file. */
const ELSEWHERE = new Set(["w:altChunk", "w:subDoc"]);
const SAID = 80;

/** The paragraphs of a body, also those in content controls and tables, with each run's revisions. */
export function readBody(body: XmlElement, styles: Styles): Paragraphs {
  const reader = new BodyReader(styles);
  reader.blocks(body);
  reader.end();
  return { paragraphs: reader.paragraphs, problems: reader.problems };
}

class BodyReader {
  readonly paragraphs: MarkedParagraph[] = [];
  readonly problems: WordProblem[] = [];
  #runs: MarkedRun[] = [];
  /** What was said about the looks of the run before. */
  #formatted: WordProblem | null = null;
  readonly #comments = new Set<string>();
  /** Fields within fields; `isCode`: before their result. */
  readonly #fields: { isCode: boolean; code: string }[] = [];

  constructor(readonly styles: Styles) {}

  blocks(parent: XmlElement): void {
    for (const element of childrenOf(parent)) {
      if (element.name === "w:p") this.#paragraph(element);
      else if (element.name === "w:tbl") this.#table(element);
      else if (element.name === "w:sectPr") this.#section(element);
      else if (this.#isComment(element) || SILENT.has(element.name)) continue;
      else if (ELSEWHERE.has(element.name)) this.#say("not_read", null, element.name.slice(2));
      else if (element.name === "w:r") this.#say("not_read", null, wordsIn(element));
      else this.blocks(element);
    }
  }

  /** A field that never ends: all that followed was taken for its code. */
  end(): void {
    for (const { code } of this.#fields) this.#say("field", null, code);
  }

  #section(section: XmlElement): void {
    const change = childOf(section, "w:sectPrChange");
    if (change) this.#say("formatting_revised", authorOf(change), "");
  }

  #say(problem: WordProblem["problem"], by: string | null, said: string): void {
    this.problems.push({ problem, by, said: asWords(said).trim().slice(0, SAID) });
  }

  #isComment({ name, attributes }: XmlElement): boolean {
    const id = attributes["w:id"] ?? "";
    if (name === "w:commentRangeStart") this.#comments.add(id);
    else if (name === "w:commentRangeEnd") this.#comments.delete(id);
    else return false;
    return true;
  }

  #table(table: XmlElement): void {
    this.#say("table", null, wordsIn(table));
    for (const row of childrenOf(table, "w:tr")) {
      const revision = childrenOf(childOf(row, "w:trPr") ?? row).find(({ name }) =>
        /^w:(ins|del)$/.test(name),
      );
      if (revision) this.#say("table_revised", authorOf(revision), wordsIn(row));
      else if (holds(row, /^w:(cellIns|cellDel|cellMerge|(tblPrEx|trPr|tcPr)Change)$/))
        this.#say("table_revised", null, wordsIn(row));
    }
    const change = childOf(childOf(table, "w:tblPr"), "w:tblPrChange");
    if (change) this.#say("table_revised", authorOf(change), wordsIn(table));
    this.blocks(table);
  }

  #paragraph(paragraph: XmlElement): void {
    this.#runs = [];
    const properties = childOf(paragraph, "w:pPr");
    this.#inline(paragraph, NOBODY);
    const mark = childOf(properties, "w:rPr");
    const by = (names: ReadonlySet<string>) => {
      const revision = mark && childrenOf(mark).find(({ name }) => names.has(name));
      return revision ? authorOf(revision) : null;
    };
    const change = childOf(properties, "w:pPrChange");
    const look = lookOf(properties, this.styles);
    const before = change ? lookOf(childOf(change, "w:pPr"), this.styles) : look;
    const isReshaped = before.sign !== look.sign || before.depth !== look.depth;
    const listed = childOf(childOf(properties, "w:numPr"), "w:ins");
    if (change && !isReshaped) this.#say("formatting_revised", authorOf(change), wordsIn(paragraph));
    else if (!change && listed) this.#say("formatting_revised", authorOf(listed), wordsIn(paragraph));
    const section = childOf(properties, "w:sectPr");
    if (section) this.#section(section);
    this.paragraphs.push({
      look,
      reshaped: change && isReshaped ? { by: authorOf(change), before } : null,
      runs: this.#runs,
      breakInsertedBy: by(INSERTED),
      breakDeletedBy: by(DELETED),
    });
  }

  #inline(parent: XmlElement, within: Within): void {
    for (const element of childrenOf(parent)) {
      const { name } = element;
      if (this.#isComment(element) || SILENT.has(name)) continue;
      if (name === "w:r") this.#run(element, within);
      else if (ELSEWHERE.has(name)) this.#say("not_read", null, name.slice(2));
      else if (INSERTED.has(name)) this.#inline(element, { ...within, insertedBy: authorOf(element) });
      else if (DELETED.has(name)) this.#inline(element, { ...within, deletedBy: authorOf(element) });
      else if (name === "w:fldSimple") {
        this.#say("field", null, wordsIn(element) || (element.attributes["w:instr"] ?? ""));
        this.#inline(element, within);
      } else if (name === "w:hyperlink") {
        this.#say("link", null, wordsIn(element));
        this.#inline(element, within);
      } else if (TRANSPARENT.has(name) || name === "w:sdt" || name === "mc:AlternateContent")
        this.#inline(element, within);
      else if (!this.#isPicture(element) && wordsIn(element).trim() !== "")
        this.#say("not_read", null, wordsIn(element));
    }
  }

  #isPicture(element: XmlElement): boolean {
    if (!/^w:(drawing|pict|object)$/.test(element.name)) return false;
    const isBox = holds(element, /^w:txbxContent$/);
    this.#say(isBox ? "text_box" : "image", null, isBox ? wordsIn(element) : "");
    return true;
  }

  #run(run: XmlElement, within: Within): void {
    const properties = childOf(run, "w:rPr");
    const now = emphasisOf(properties, this.styles);
    const change = childOf(properties, "w:rPrChange");
    const before = change ? emphasisOf(childOf(change, "w:rPr"), this.styles) : now;
    const isRestyled = before.em !== now.em || before.strong !== now.strong;
    const text = asWords(this.#wordsOf(run, within));
    if (text === "") return;
    if (change && !isRestyled) this.#sayOfRuns("formatting_revised", authorOf(change), text);
    else if (!change && isMarkedByHand(properties)) this.#sayOfRuns("formatting", within.insertedBy, text);
    else this.#formatted = null;
    this.#push({
      text,
      ...now,
      ...within,
      restyled: change && isRestyled ? { by: authorOf(change), ...before } : null,
      comments: [...this.#comments],
    });
  }

  /** Word tears words apart at every save: what was one is one again. */
  #push(run: MarkedRun): void {
    const last = this.#runs.at(-1);
    const { text: _, ...looks } = run;
    const { text = "", ...before } = last ?? {};
    if (last && JSON.stringify(before) === JSON.stringify(looks))
      this.#runs[this.#runs.length - 1] = { ...last, text: text + run.text };
    else this.#runs.push(run);
  }

  #sayOfRuns(problem: WordProblem["problem"], by: string | null, said: string): void {
    const last = this.#runs.length > 0 ? this.#formatted : null;
    if (last?.problem === problem && last.by === by) last.said = (last.said + said).slice(0, SAID);
    else {
      this.#formatted = { problem, by, said };
      this.problems.push(this.#formatted);
    }
  }

  #wordsOf(run: XmlElement, within: Within): string {
    let words = "";
    for (const child of run.children) {
      if (typeof child === "string") continue;
      const isCode = this.#fields.some((field) => field.isCode);
      switch (child.name) {
        case "w:t":
        case "w:delText":
          if (!isCode) words += wordsIn(child);
          else this.#code(wordsIn(child));
          break;
        case "w:tab":
        case "w:ptab":
        case "w:cr":
          words += " ";
          break;
        case "w:br":
          if (child.attributes["w:type"] !== "page" && child.attributes["w:type"] !== "column") words += " ";
          break;
        case "w:noBreakHyphen":
          words += "\u2011";
          break;
        case "w:fldChar":
          this.#field(child);
          break;
        case "w:instrText":
          this.#code(child.children.join(""));
          break;
        case "w:footnoteReference":
        case "w:endnoteReference":
          this.#say("footnote", within.insertedBy ?? within.deletedBy, this.#wordsBefore());
          break;
        case "w:commentReference":
          this.#commentWithoutRange(child.attributes["w:id"] ?? "");
          break;
        case "w:sym":
          this.#say(
            "not_read",
            within.insertedBy,
            `${child.attributes["w:font"] ?? ""} ${child.attributes["w:char"] ?? ""}`,
          );
          break;
        case "w:ruby":
          words += childrenOf(child, "w:rubyBase").map(wordsIn).join("");
          break;
        case "mc:AlternateContent":
          for (const choice of childrenOf(child, "mc:Choice")) words += this.#wordsOf(choice, within);
          break;
        default:
          if (!this.#isPicture(child) && !SILENT.has(child.name) && wordsIn(child) !== "")
            this.#say("not_read", null, wordsIn(child));
      }
    }
    return words;
  }

  #code(words: string): void {
    const field = this.#fields.at(-1);
    if (field) field.code += words;
  }

  /** By which a place is found again. */
  #wordsBefore(): string {
    return this.#runs
      .map(({ text }) => text)
      .join("")
      .slice(-40);
  }

  /** A comment on a place and no words stands beside the words before it. */
  #commentWithoutRange(id: string): void {
    const last = this.#runs.at(-1);
    const isKnown = this.paragraphs
      .flatMap(({ runs }) => runs)
      .concat(this.#runs)
      .some(({ comments }) => comments.includes(id));
    if (last && !isKnown) this.#runs[this.#runs.length - 1] = { ...last, comments: [...last.comments, id] };
  }

  #field(sign: XmlElement): void {
    const type = sign.attributes["w:fldCharType"];
    const field = this.#fields.at(-1);
    if (type === "begin") this.#fields.push({ isCode: true, code: "" });
    else if (type === "separate" && field) field.isCode = false;
    else if (type === "end" && field) {
      this.#fields.pop();
      this.#say("field", null, field.code);
    }
  }
}

function authorOf({ attributes }: XmlElement): string {
  return asWords(attributes["w:author"] ?? "")
    .trim()
    .slice(0, 120);
}
