import { structureSign } from "../../shared/text/recognise/structure-signs";
import type { RawText } from "./html";

const STARTS_PARAGRAPH = /^\s*(\d{1,3}[.)、．](?!\d)|[（(]?[a-z]{1,5}[)）]|[-*•–]\s|第\d+条)/;

/** Whether a line begins a paragraph, though none ends before it. */
export function startsParagraph(line: string): boolean {
  if (STARTS_PARAGRAPH.test(line)) return true;
  const sign = structureSign(line);
  // A word such as "indicators" on a line of its own is the end of a sentence as well.
  return sign !== null && (sign.parts.length > 1 || /[:：]/.test(line.slice(0, sign.length)));
}

/** Paragraphs are parted by empty lines; without any, each line is one. A number or a sign begins a new one anywhere. */
export function readPlain(text: string): RawText {
  const lines = text.replace(/\r\n?/g, "\n").split("\n");
  const isParted = /\n[ \t]*\n/.test(text.replace(/\r\n?/g, "\n").trim());
  const paragraphs: string[] = [];
  let isOpen = false;
  for (const line of lines) {
    const words = line.trim();
    if (words === "") isOpen = false;
    else if (isOpen && isParted && !startsParagraph(line))
      paragraphs.push(joined(paragraphs.pop() ?? "", words));
    else {
      paragraphs.push(words);
      isOpen = true;
    }
  }
  return {
    paragraphs: paragraphs.map((words) => {
      const bullet = /^[-*•–]\s+/.exec(words);
      return {
        role: bullet ? "bulleted" : "plain",
        depth: 0,
        runs: [{ text: bullet ? words.slice(bullet[0].length) : words, marks: [] }],
      };
    }),
    problems: [],
  };
}

/** Between two lines of one paragraph stands a space; none before a Chinese sign. */
function joined(before: string, next: string): string {
  return /^[\p{Script=Han}，。；：、]/u.test(next) ? before + next : `${before} ${next}`;
}
