export const lists = {
  name: {
    amendments: "This list as a file",
    conflicts: "These pairs as a file",
    votes: "All votes as a file",
    ballots: "Votes by delegation as a file",
    delegations: "This list as a file",
  },
  format: { csv: "CSV", xlsx: "Excel" },
} as const;
