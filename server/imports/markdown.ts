import MarkdownIt from "markdown-it";
import { type RawText, readHtml } from "./html";
import { startsParagraph } from "./plain";

/**
 * Markdown (CommonMark with tables and strikethrough); HTML within it is taken for words, as nobody sees it otherwise. To Markdown
 * "1.1" under "1." is the same paragraph: here, as for who wrote it, each of them is one.
 */
export function readMarkdown(text: string): RawText {
  const markdown = new MarkdownIt({ html: false, linkify: false, typographer: false });
  markdown.renderer.rules.softbreak = (tokens, i) => {
    const line = tokens.slice(i + 1).find(({ type }) => type === "text" || type === "softbreak");
    return line && startsParagraph(line.content) ? "<p>" : "\n";
  };
  return readHtml(markdown.render(text));
}
