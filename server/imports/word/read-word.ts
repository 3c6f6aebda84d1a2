import type { MarkedText } from "../../../shared/text/revisions/marked";
import { MAX_CHARACTERS, MAX_PARAGRAPHS } from "../limits";
import { FileRefused } from "../refused";
import { asWords } from "../words";
import { readBody, type WordProblem } from "./body";
import { openWord } from "./package";
import { readStyles } from "./styles";
import { childrenOf, parseXml, wordsIn } from "./xml";

export type WordText = { text: MarkedText; problems: WordProblem[] };

/** A Word document with its revisions as they are; `problems` name what is no word of the text. @throws FileRefused */
export async function readWord(file: Buffer): Promise<WordText> {
  const { document, parts, part } = await openWord(file);
  const [body] = childrenOf(document, "w:body");
  if (!body) throw new FileRefused("file_not_as_named", "there is no Word document in it");
  const comments = part("comments");
  const { paragraphs, problems } = readBody(body, readStyles(part("styles")));
  const characters = paragraphs
    .flatMap(({ runs }) => runs)
    .reduce((sum, { text: words }) => sum + words.length, 0);
  if (paragraphs.length > MAX_PARAGRAPHS || characters > MAX_CHARACTERS)
    throw new FileRefused("file_text_too_long", "more words than an instrument has");
  for (const name of parts.keys()) {
    if (!/^word\/(header|footer|footnotes|endnotes)/.test(name)) continue;
    const tree = parseXml(parts.get(name) ?? "");
    const words = asWords(wordsIn(tree)).trim();
    const isNotes = /notes\.xml$/.test(name);
    if (words !== "")
      problems.push({ problem: isNotes ? "footnote" : "header_footer", by: null, said: words.slice(0, 80) });
  }
  return {
    text: {
      paragraphs,
      comments: (comments ? childrenOf(comments, "w:comment") : []).map((comment) => ({
        id: comment.attributes["w:id"] ?? "",
        by: comment.attributes["w:author"] ?? "",
        words: asWords(childrenOf(comment, "w:p").map(wordsIn).join(" ")).trim(),
      })),
    },
    problems,
  };
}
