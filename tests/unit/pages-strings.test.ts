import { readdirSync, readFileSync } from "node:fs";
import { tallyIn } from "../../server/pages/strings";
import { en } from "../../shared/records/reports/words-en";
import { es } from "../../shared/records/reports/words-es";
import { fr } from "../../shared/records/reports/words-fr";
import { zh } from "../../shared/records/reports/words-zh";
import type { Language } from "../../shared/text/model";

test.each<[Language, number, string]>([
  ["en", 1, "3 in favour – 2 against – 1 abstaining"],
  ["fr", 0, "3 pour – 2 contre – 0 abstention"],
  ["fr", 1, "3 pour – 2 contre – 1 abstention"],
  ["fr", 2, "3 pour – 2 contre – 2 abstentions"],
  ["es", 0, "3 a favor – 2 en contra – 0 abstenciones"],
  ["es", 1, "3 a favor – 2 en contra – 1 abstención"],
  ["es", 21, "3 a favor – 2 en contra – 21 abstenciones"],
  ["zh", 1, "赞成3票 – 反对2票 – 弃权1票"],
])("in %s, %i abstaining: %s", (language, abstain, words) => {
  expect(tallyIn(language, { yes: 3, no: 2, abstain })).toBe(words);
});

/** What the report tells elsewhere (who typed what, in which version) or not at all. */
const UNTOLD = ["text.drafted"];

test.each([en, zh, fr, es])(
  "a report has a sentence for every act about a text or a motion",
  ({ act: told }) => {
    const recorded = readdirSync("server/commands", { recursive: true, encoding: "utf8" })
      .filter((name) => name.endsWith(".ts"))
      .flatMap(
        (name) => readFileSync(`server/commands/${name}`, "utf8").match(/"(text|motion)\.[a-z_]+"/g) ?? [],
      )
      .map((quoted) => quoted.slice(1, -1));
    expect(recorded).toContain("text.debate_resumed");
    expect([...new Set(recorded)].filter((act) => !(act in told) && !UNTOLD.includes(act))).toEqual([]);
  },
);
