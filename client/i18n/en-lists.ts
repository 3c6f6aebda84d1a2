export const lists = {
  name: {
    amendments: "This list as a file",
    conflicts: "These pairs as a file",
    votes: "All votes as a file",
    ballots: "Votes by delegation as a file",
    versions: "These versions as a file",
    record: "The record as a file, without what was written",
    delegations: "This list as a file",
  },
  format: { csv: "CSV", xlsx: "Excel" },
} as const;
