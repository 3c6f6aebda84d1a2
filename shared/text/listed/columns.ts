/** A row of a list: its cells as text, and the line of the file it stands in, from 1. */
export type ListRow = { line: number; cells: readonly string[] };

export const COLUMNS = [
  "paragraph",
  "action",
  "text",
  "find",
  "change",
  "rationale",
  "proposer",
  "sponsors",
  "source",
  "language",
  "other",
] as const;
export type Column = (typeof COLUMNS)[number];

/** What columns are called in the four languages, without accents. `other`: what our own lists say beside, and nobody proposes. */
const NAMES: Record<Column, string> = {
  paragraph:
    "paragraph|paragraphs|para|target|provision|where|place|op/pp|paragraphe|alinea|disposition|parrafo|apartado|disposicion|段落|段|条款|款|位置",
  action:
    "action|form|amendment|type|type of amendment|form of amendment|instruction|forme|amendement|modification|forma|tipo|accion|enmienda|instruccion|形式|方式|修改方式|修正|操作",
  text: "proposed text|text|wording|new text|proposed wording|proposal|texte propose|texte|libelle|nouveau texte|texto propuesto|texto|redaccion|nuevo texto|redaccion propuesta|建议案文|拟议案文|案文|文本|提议案文|新案文",
  find: "instead of|original text|current text|existing text|words|original|texte actuel|texte original|au lieu de|texto actual|texto original|en lugar de|原文|现案文|原案文",
  change: "change|changes|changement|changements|cambio|cambios|修改|修改内容",
  rationale:
    "rationale|reason|reasons|justification|explanation|motif|motifs|raison|raisons|exposé des motifs|expose des motifs|justificacion|motivo|motivos|fundamento|理由|说明|依据",
  proposer:
    "proposed by|proposer|delegation|country|submitted by|sponsor|auteur|propose par|delegation auteur|pays|autor|propuesto por|delegacion|pais|提出者|提案方|代表团|国家|提案国",
  sponsors:
    "sponsors|co-sponsors|cosponsors|co-sponsor|supported by|coauteurs|co-auteurs|auteurs|parrains|appuye par|copatrocinadores|patrocinadores|autores|apoyado por|联合提案方|共同提案方|共同提案国|支持者",
  source: "source|forum|forum regional|regional forum|fuente|foro|foro regional|来源|论坛|区域论坛",
  language: "language|langue|idioma|语言|语文",
  other:
    "no.|no|number|nr|nr.|#|n°|numero|num.|编号|序号|state|collides with|fits the text|submitted|vote (yes–no–abstaining)|remarks|notes|etat|estado|状态|备注",
};
const COLUMN_OF = new Map<string, Column>(
  COLUMNS.flatMap((column) => NAMES[column].split("|").map((name) => [plainWords(name), column] as const)),
);
/** Where a list has no head, as people write lists down: `OP 4 (a) | insert after "learning" | and adult | why | who`. */
const USUAL: readonly Column[] = ["paragraph", "action", "text", "rationale", "sponsors"];
/** A head stands below a title at most, and the name of the forum. */
const HEAD_WITHIN = 10;

/** Without accents, capitals, and what stands around words. */
export function plainWords(said: string): string {
  return said
    .normalize("NFKD")
    .replace(/\p{M}/gu, "")
    .normalize("NFC")
    .toLowerCase()
    .replace(/[\s*_:：]+/gu, " ")
    .trim();
}

export type Columns = { columns: readonly (Column | null)[]; rows: ListRow[]; unknown: string[] };

/**
 * Which column is which, by the names in the head; `isTarget` says whether a list without one begins with a paragraph. null: nobody can
 * tell. Rows without words are left out.
 */
export function readColumns(rows: readonly ListRow[], isTarget: (said: string) => boolean): Columns | null {
  const said = rows.filter(({ cells }) => cells.some((cell) => cell.trim() !== ""));
  for (const [i, { cells }] of said.slice(0, HEAD_WITHIN).entries()) {
    const columns = cells.map((cell) => COLUMN_OF.get(plainWords(cell)) ?? null);
    const known = new Set(columns);
    const says = known.has("text") || known.has("action") || known.has("change");
    if (!says || !(known.has("paragraph") || known.has("change"))) continue;
    const unknown = cells
      .filter((cell, k) => columns[k] === null && cell.trim() !== "")
      .map((cell) => cell.trim());
    return { columns, rows: said.slice(i + 1), unknown };
  }
  const first = said[0];
  if (!first || first.cells.length < 2 || !isTarget(first.cells[0] ?? "")) return null;
  return { columns: first.cells.map((_, i) => USUAL[i] ?? null), rows: said, unknown: [] };
}

/** The cells of a row by column; several of one column are joined. */
export function cellsOf(columns: Columns["columns"], { cells }: ListRow): Record<Column, string> {
  const said = Object.fromEntries(COLUMNS.map((column) => [column, ""])) as Record<Column, string>;
  cells.forEach((cell, i) => {
    const column = columns[i];
    if (!column) return;
    // Spreadsheets are kept from taking words for a formula by an apostrophe before them.
    const words = cell.replace(/^'(?=[=+\-@\uff0b\uff0d\uff1d\uff20])/u, "").trim();
    said[column] = said[column] === "" ? words : `${said[column]}\n${words}`;
  });
  return said;
}
