const path = require("node:path");
const { default: Sequencer } = require("@jest/test-sequencer");

/** Files that take longer than ten seconds, the longest first: begun last, one of them would keep one worker busy alone. */
const LONG = [
  "integration/rehearsal/rehearsal",
  "fuzz/collab-flood",
  "integration/commands-rights",
  "integration/collab-crash-server",
  "fuzz/collab-frames",
  "integration/start",
  "integration/embedded",
  "fuzz/text-merge",
  "integration/collab-crash-postgres",
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
