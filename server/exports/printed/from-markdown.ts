import type { Token } from "markdown-it";
import type { Language } from "../../../shared/text/model";
import { heading, type Piece, paragraph, type Run } from "./document";

/** What a report is written in, as pieces of a document; markup beyond Markdown stays the words that it is. */
export async function piecesOf(words: string, language: Language): Promise<Piece[]> {
  const { default: MarkdownIt } = await import("markdown-it");
  const tokens = new MarkdownIt({ html: false, linkify: false }).disable("image").parse(words, {});
  const pieces: Piece[] = [];
  const lists: Array<{ next: number | null }> = [];
  let quoted = 0;
  let label = "";
  let level: 1 | 2 | 3 | null = null;
  let table: Run[][][] | null = null;
  for (const token of tokens) {
    switch (token.type) {
      case "heading_open":
        level = token.tag === "h1" ? 1 : token.tag === "h2" ? 2 : 3;
        break;
      case "heading_close":
        level = null;
        break;
      case "bullet_list_open":
        lists.push({ next: null });
        break;
      case "ordered_list_open":
        lists.push({ next: Number(token.attrGet("start") ?? 1) });
        break;
      case "bullet_list_close":
      case "ordered_list_close":
        lists.pop();
        break;
      case "list_item_open": {
        const list = lists.at(-1);
        label = list?.next === null || !list ? "•" : `${list.next++}.`;
        break;
      }
      case "blockquote_open":
        quoted++;
        break;
      case "blockquote_close":
        quoted--;
        break;
      case "table_open":
        table = [];
        break;
      case "tr_open":
        table?.push([]);
        break;
      case "table_close":
        if (table) pieces.push(tableOf(table, language));
        table = null;
        break;
      case "hr":
        pieces.push({ kind: "rule" });
        break;
      case "fence":
      case "code_block":
        for (const line of token.content.trimEnd().split("\n"))
          pieces.push(paragraph(language, line, { indent: 1 }));
        break;
      case "inline": {
        const runs = runsOf(token.children ?? []);
        if (table) table.at(-1)?.push(runs);
        else if (level !== null) pieces.push(heading(language, level, runs));
        else {
          const indent = Math.max(0, lists.length - 1) + quoted;
          pieces.push(paragraph(language, runs, { label, indent }));
          label = "";
        }
        break;
      }
    }
  }
  return pieces;
}

function runsOf(tokens: readonly Token[]): Run[] {
  const runs: Run[] = [];
  let [bold, italic, link] = [0, 0, ""];
  for (const { type, content, attrs } of tokens) {
    if (type === "strong_open") bold++;
    else if (type === "strong_close") bold--;
    else if (type === "em_open") italic++;
    else if (type === "em_close") italic--;
    else if (type === "link_open") link = String(attrs?.find(([name]) => name === "href")?.[1] ?? "");
    // On paper an address is no use that does not stand there.
    else if (type === "link_close") runs.push({ text: link === runs.at(-1)?.text ? "" : ` (${link})` });
    else {
      const text = type === "softbreak" ? " " : type === "hardbreak" ? "\n" : content;
      runs.push({ text, ...(bold > 0 ? { bold: true } : {}), ...(italic > 0 ? { italic: true } : {}) });
    }
  }
  return runs.filter(({ text }) => text !== "");
}

function tableOf([head, ...rows]: Run[][][], language: Language): Piece {
  const count = head?.length ?? 0;
  return {
    kind: "table",
    language,
    widths: null,
    head: head ?? null,
    rows: rows.map((row) => Array.from({ length: count }, (_, i) => row[i] ?? [])),
  };
}
