type ListFormat = "decimal" | "letter" | "capital" | "roman" | "capital_roman" | "chinese" | "bullet";

/**
 * A place in a list of several levels. `list`: which one; lists of one kind that begin anew are one. `level` from 0. `format`: how the
 * last number of its sign counts. `sign`: all that is printed before the paragraph: 4. or (a) or 1.2 or Article 3.
 */
export type ListItem = { list: string; level: number; format: ListFormat; sign: string };
