import type { Table } from "./table";

/** The columns of a list of amendments, with a line for each way of saying what is to be done. */
export function listTemplate(): Table {
  return {
    name: "Amendments",
    columns: [
      { title: "Paragraph", width: 14 },
      { title: "Action", width: 40 },
      { title: "Proposed text", width: 60 },
      { title: "Rationale", width: 60 },
      { title: "Proposed by", width: 22 },
      { title: "Co-sponsors", width: 30 },
    ],
    rows: [
      ["OP 4 (a)", "insert after “learning”", "and adult education", "Why", "Kenya", "Ghana; Ethiopia"],
      ["OP 4 (b)", "replace “shall” by “should”", null, "Why", "France", null],
      ["PP 3", "strike out “where possible”", null, "Why", null, null],
      ["OP 6", "substitute", "The whole paragraph as it should read.", "Why", null, null],
      ["OP 6", "new paragraph after", "The words of a new paragraph.", "Why", null, null],
      ["OP 9", "strike out the paragraph", null, "Why", null, null],
    ],
  };
}
