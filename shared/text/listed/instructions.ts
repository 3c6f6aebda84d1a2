import { plainWords } from "./columns";
import { quotedIn, unquoted } from "./quotes";

/** What a line of a list says is to be done to its paragraph. `words` and `put` are as they were written. */
export type Instruction =
  | { do: "substitute"; put: string }
  | { do: "replace"; words: string; put: string }
  | { do: "strike"; words: string }
  | { do: "strike_paragraph" }
  | { do: "insert"; where: "after" | "before"; words: string; put: string }
  | { do: "insert_at"; where: "start" | "end"; put: string }
  /** `beside`: the paragraph as people call it; "" for the one that the line is about. */
  | { do: "new_paragraph"; where: "after" | "before"; beside: string; isPoint: boolean; put: string };

export type Unclear = { problem: "action_unknown" | "text_missing" | "where_missing" };

/** What is longer is a text, and no instruction. */
const LONGEST = 500;

const NEW =
  /\bnew (sub-?)?(para|point|item|clause|op\b|pp\b)|\b(insert|add) (an? )?(new )?(additional )?(sub-?)?(para|point|item)|\bnouvel(le)? (alinea|disposition)|\bnouveau (paragraphe|point|sous)|\bajouter un (paragraphe|alinea|point)|\bnuev[oa] (parrafo|punto|apartado|inciso)|\banadir un (parrafo|punto)|新(增)?(的)?(一)?(段|款|项|条)|增加(一|新)?(个)?(段|款|项)/;
const POINT = /sub-?para|\bpoint\b|\bitem\b|\bpunto\b|\binciso\b|sous-|项/;
const REPLACE = /replac|substitut|remplac|sustitu|reemplaz|\bchange\b|改为|替换|代替|取代|改成|换成/;
/** Names the new words first. */
const TURNED_ROUND = /^\s*(substitute\b.*\bfor\b|substituer\b.*\ba\b|[以用].*(替换|代替|取代))/;
const STRIKE = /strike|delet|remov|omit|supprim|biff|suprim|elimin|删除|删去|去掉|删/;
const INSERT = /inser|\badd\b|\badding\b|ajout|anad|agreg|插入|增加|添加|加入|加上|增补/;
const WHOLE =
  /substitut|whole|amend|modif|revis|reword|redraft|reformul|rewrit|new text|replace|remplac|sustitu|reemplaz|修改|改写|替换|全文/;
const AFTER = /\bafter\b|\bfollowing\b|\bapres\b|\bdespues( de(l)?)?\b|\btras\b|之后|后面|后/;
const BEFORE = /\bbefore\b|\bavant\b|\bantes( de(l)?)?\b|之前|前面|前/;
const AT_END = /at the end|\ba la fin\b|\bal final\b|末尾|最后|结尾/;
const AT_START = /at the (beginning|start)|\bau debut\b|\bal (principio|comienzo|inicio)\b|开头|句首/;
/** A paragraph that is named in an instruction, and not words of it. */
const NAMES_PARAGRAPH =
  /^(op|pp|paragraph|para|par\.|paragraphe|alinea|parrafo|执行|序言|第|area|feature|measure|point)(?=[\s.\d]|$)/;

/**
 * Reads an instruction as drafters write it, in the four languages: `insert after "learning"`, `remplacer « X » par « Y »`,
 * `suprimir "X"`, `在"X"之后插入"Y"`, `new paragraph after OP 4`, or the forms of Rule A15. `text`: the proposed words, `find` those that are
 * there, where the list has them in columns of their own.
 */
export function readInstruction(action: string, text: string, find: string): Instruction | Unclear {
  if (action.length > LONGEST) return { problem: "action_unknown" };
  const put = unquoted(text);
  const there = unquoted(find);
  const plain = plainWords(action.replaceAll("_", " "));
  const quoted = quotedIn(action);
  const [first, second] = quoted;

  if (NEW.test(plain)) {
    const words = put || (first?.words ?? "");
    if (words === "") return { problem: "text_missing" };
    return {
      do: "new_paragraph",
      where: BEFORE.test(plain) && !AFTER.test(plain) ? "before" : "after",
      beside: first ? "" : afterSign(action),
      isPoint: POINT.test(plain),
      put: words,
    };
  }
  if (second && (REPLACE.test(plain) || (STRIKE.test(plain) && INSERT.test(plain)))) {
    const isTurned = TURNED_ROUND.test(plainWords(withoutQuotes(action)));
    return {
      do: "replace",
      words: (isTurned ? second : (first ?? second)).words,
      put: (isTurned ? (first ?? second) : second).words,
    };
  }
  if (REPLACE.test(plain) || (STRIKE.test(plain) && INSERT.test(plain))) {
    const words = first?.words ?? there;
    if (put === "") return { problem: "text_missing" };
    return words === "" ? { do: "substitute", put } : { do: "replace", words, put };
  }
  if (STRIKE.test(plain)) {
    const words = first?.words ?? (there || put);
    return words === "" ? { do: "strike_paragraph" } : { do: "strike", words };
  }
  if (INSERT.test(plain)) return readInsertion(action, plain, put, there);
  if (plain === "" || WHOLE.test(plain)) {
    if (put === "") return { problem: "text_missing" };
    return there === "" ? { do: "substitute", put } : { do: "replace", words: there, put };
  }
  return { problem: "action_unknown" };
}

function readInsertion(action: string, plain: string, put: string, there: string): Instruction | Unclear {
  const quoted = quotedIn(action);
  const sign = signIn(withoutQuotes(action));
  if (!sign) {
    const words = put || (quoted[0]?.words ?? "");
    if (words === "") return { problem: "text_missing" };
    if (AT_END.test(plain)) return { do: "insert_at", where: "end", put: words };
    if (AT_START.test(plain)) return { do: "insert_at", where: "start", put: words };
    return there === ""
      ? { problem: "where_missing" }
      : { do: "insert", where: "after", words: there, put: words };
  }
  const { where } = sign;
  // In Chinese the sign stands behind the words it is about: 在“X”之后.
  const isBehind = /\p{Script=Han}/u.test(sign.said);
  const anchor = isBehind
    ? quoted.findLast(({ to }) => to <= sign.at)
    : quoted.find(({ from }) => from > sign.at);
  const new_ = quoted.find((one) => one !== anchor);
  const words = new_?.words ?? put;
  const bareAnchor = anchor?.words ?? (isBehind ? "" : unquoted(afterSign(action)));
  if (words === "") return { problem: "text_missing" };
  if (!anchor && NAMES_PARAGRAPH.test(plainWords(bareAnchor)))
    return { do: "new_paragraph", where, beside: bareAnchor, isPoint: false, put: words };
  const place = bareAnchor || there;
  return place === "" ? { problem: "where_missing" } : { do: "insert", where, words: place, put: words };
}

/** Quoted words may hold any of the signs that are looked for: blanks stand for them. */
function withoutQuotes(action: string): string {
  return quotedIn(action).reduce(
    (said, { from, to }) => said.slice(0, from) + " ".repeat(to - from) + said.slice(to),
    action,
  );
}

function signIn(said: string): { where: "after" | "before"; at: number; said: string } | null {
  const plain = sameLength(said);
  const after = AFTER.exec(plain);
  const before = BEFORE.exec(plain);
  if (after && (!before || after.index < before.index))
    return { where: "after", at: after.index, said: after[0] };
  return before ? { where: "before", at: before.index, said: before[0] } : null;
}

/** What stands behind "after" or "before". */
function afterSign(action: string): string {
  const sign = signIn(action);
  if (!sign) return "";
  const rest = action
    .slice(sign.at + sign.said.length)
    .trim()
    .replace(/^(the words?|les mots?|las? palabras?|le mot|la palabra)\s+/iu, "");
  return rest.replace(/[.:：,]+$/u, "").trim();
}

/** In plain letters, each where it was. */
function sameLength(said: string): string {
  return [...said]
    .map((sign) => {
      const plain = sign.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
      return plain.length === sign.length ? plain : sign;
    })
    .join("");
}
