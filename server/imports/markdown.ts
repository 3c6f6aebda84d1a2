import MarkdownIt from "markdown-it";
import { type RawText, readHtml } from "./html";

/** Markdown (CommonMark with tables and strikethrough); HTML within it is taken for words, as nobody sees it otherwise. */
export function readMarkdown(text: string): RawText {
  return readHtml(new MarkdownIt({ html: false, linkify: false, typographer: false }).render(text));
}
