const path = require("node:path");
const { default: Sequencer } = require("@jest/test-sequencer");

/**
 * Files that take longer than ten seconds, the longest first: begun last, one of them would keep one worker busy alone. Those
 * with browsers and those without by turns: two browsers at once wait for each other more than others do.
 */
const LONG = [
  "e2e/journey",
  "integration/commands-rights",
  "e2e/drafting",
  "integration/rehearsal/rehearsal",
  "integration/collab-crash-server",
  "e2e/voting",
  "integration/start",
  "e2e/comments",
  "integration/embedded",
  "e2e/meeting",
  "fuzz/collab-flood",
  "e2e/amendments-beside",
  "integration/collab-crash-postgres",
  "e2e/text",
  "fuzz/collab-frames",
  "fuzz/text-merge",
  "e2e/amendments-together",
  "integration/commands-reconsideration",
  "integration/collab-rights",
  "e2e/writing",
  "integration/record-certificate",
  "integration/commands-amendments",
  "e2e/languages",
  "fuzz/collab-convergence",
  "integration/commands-together",
  "e2e/keyboard",
  "integration/commands-races",
  "fuzz/editor-committee",
  "e2e/import",
  "integration/collab-crash-nodes",
];

/** Longest first, as far as is known here; after these as jest has it: what took long the last time, or the largest files. */
module.exports = class LongestFirst extends Sequencer {
  sort(tests) {
    const place = ({ path: file }) => {
      const at = LONG.findIndex((name) => file.endsWith(path.join("tests", `${name}.test.ts`)));
      return at < 0 ? LONG.length : at;
    };
    return super.sort(tests).sort((a, b) => place(a) - place(b));
  }
};
