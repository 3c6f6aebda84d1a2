import { Ground, type Start, type Submitted } from "../../../server/queries/placing";
import type { Language, TextDoc } from "../../../shared/text/model";
import { numberBlocks } from "../../../shared/text/numbering";
import { rowOf } from "../../support/amendment-rows";
import { amendments, corpus, revision } from "./corpus";
import { measure, report } from "./measure";

/** How amendments stand to a text and to each other, as the server keeps it for all screens. */

const startOf = (text: TextDoc, language: Language): Start => ({
  text,
  numbers: numberBlocks(text.blocks, language),
});

for (const language of ["en", "zh"] as const) {
  const base = corpus(language, 10_000);
  for (const count of [100, 1_000, 5_000]) {
    const start = startOf(base, language);
    const rows = amendments(base, language, count).map((patch, n) => rowOf(patch, n, language));
    const all: Submitted[] = rows.map((row) => ({ row, start: () => start, amended: 0 }));
    const runs = count > 1_000 ? 3 : 9;
    const name = (what: string) => `${language} ${what}, ${count} amendments`;
    report(
      name("all placed, from nothing"),
      measure(
        runs,
        () => null,
        () => {
          const ground = new Ground(base, language, null);
          ground.hold(all);
          return ground.placements();
        },
      ),
    );
    const ground = new Ground(base, language, null);
    ground.hold(all);
    let at = 0;
    report(
      name("one is decided"),
      measure(
        51,
        () => {
          at = (at + 7) % count;
          return all.map((one, n) =>
            n === at ? { ...one, row: { ...one.row, state: "rejected" as const } } : one,
          );
        },
        (changed) => {
          ground.hold(changed);
          return ground.placements();
        },
      ),
    );
    let typed = base;
    let before = ground;
    let seed = 100;
    report(
      name("a word is typed in the text"),
      measure(
        runs,
        () => {
          before = new Ground(typed, language, null);
          before.hold(all);
          typed = revision(base, language, 1, seed++);
          return typed;
        },
        (now) => {
          const next = new Ground(now, language, before);
          next.hold(all);
          return next.placements();
        },
      ),
    );
  }
}
