/** Dates go out as ISO 8601 in CSV and as dates in XLSX. */
export type Cell = string | number | Date | null;

/** A list as a file has it. `width`: of a column, in letters. */
export type Table = {
  name: string;
  columns: ReadonlyArray<{ title: string; width: number }>;
  rows: Cell[][];
};
