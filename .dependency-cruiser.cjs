// The arrows of the architecture (README): who may import whom. A crossing is an error, as is a circle.
const only = (name, from, allowed, comment) => ({
  name,
  severity: "error",
  comment,
  from: { path: from },
  to: { path: "^(shared|server|client)/", pathNot: allowed },
});

module.exports = {
  forbidden: [
    { name: "no-circles", severity: "error", from: {}, to: { circular: true } },
    {
      name: "shared-is-pure",
      severity: "error",
      comment:
        "shared runs in the browser, on the server and in the verifier: no node modules, no sockets, no DOM packages",
      from: { path: "^shared/" },
      to: { dependencyTypes: ["core"] },
    },
    {
      name: "shared-packages",
      severity: "error",
      comment: "the pure core uses only data packages",
      from: { path: "^shared/" },
      to: { path: "^node_modules/", pathNot: "^node_modules/(zod|diff|prosemirror-model|yjs|lib0)/" },
    },
    only("shared-alone", "^shared/", "^shared/", "shared imports neither server nor client"),
    only("rules-alone", "^shared/rules/", "^shared/(rules|text|records)/", "rules know no API shapes"),
    only("db-knows-no-rules", "^server/db/", "^(server/db/|shared/(text|records|api)/)", "db only stores"),
    only(
      "commands",
      "^server/commands/",
      "^(server/(commands|db|queries|live)/|shared/)",
      "commands decide with shared rules and write through db; they know no HTTP",
    ),
    only(
      "imports",
      "^server/imports/",
      "^(server/imports/|shared/)",
      "a file is read with the shared rules alone",
    ),
    only("queries", "^server/queries/", "^(server/(queries|db)/|shared/)", "queries read"),
    only(
      "collab",
      "^server/collab/",
      "^(server/(collab|bus|db)/|shared/)",
      "the room server reaches the rest through the ports it is given",
    ),
    only(
      "exports",
      "^server/exports/",
      "^(server/(exports|queries|db)/|shared/)",
      "a file is written from what the queries read",
    ),
    only(
      "mail",
      "^server/mail/",
      "^(server/(mail|queries|db)/|shared/)",
      "letters say what the database has to be said",
    ),
    only("bus", "^server/bus/", "^server/bus/", "the bus carries messages and knows nothing of them"),
    only(
      "pages",
      "^server/pages/",
      "^(server/(pages|queries|exports|db)/|shared/)",
      "pages present queries, and offer them as files",
    ),
    {
      name: "nothing-imports-http",
      severity: "error",
      from: { path: "^(shared|client|server/(?!http/|main\\.ts|app\\.ts))" },
      to: { path: "^server/http/" },
    },
    {
      name: "sql-driver-only-in-db",
      severity: "error",
      from: { path: "^(shared|client|server/(?!db/))" },
      to: { path: "^node_modules/pg/", dependencyTypesNot: ["type-only"] },
    },
    only("client", "^client/", "^(client|shared)/", "the browser sees shared, never the server"),
  ],
  options: {
    tsConfig: { fileName: "tsconfig.json" },
    tsPreCompilationDeps: true,
    doNotFollow: { path: "node_modules" },
    enhancedResolveOptions: {
      extensions: [".ts", ".tsx", ".js", ".json"],
      conditionNames: ["import", "default", "types"],
    },
  },
};
