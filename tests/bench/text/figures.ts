import { diffTexts } from "../../../shared/text/diff";
import type { Language, TextDoc } from "../../../shared/text/model";
import type { Patch } from "../../../shared/text/patch";
import { plan } from "../../../shared/text/plan";
import { ConflictIndex } from "../../../shared/text/together/conflicts";
import { amendments, corpus, revision } from "./corpus";
import { measure, report } from "./measure";

function indexOf(base: TextDoc, patches: readonly Patch[], language: Language): ConflictIndex {
  const index = new ConflictIndex(base, language);
  patches.forEach((patch, i) => {
    index.add(`${i}`, patch);
  });
  return index;
}

/** Nothing worked out before may help: every run has objects of its own. */
function fresh<T>(value: T): () => T {
  return () => structuredClone(value);
}

for (const language of ["en", "zh"] as const) {
  const base = corpus(language, 10_000);
  const other = revision(base, language, 40);
  for (const count of [100, 1_000, 5_000]) {
    const patches = amendments(base, language, count);
    let pairs = 0;
    const matrix = measure(count > 1_000 ? 7 : 21, fresh({ base, patches }), (input) => {
      pairs = indexOf(input.base, input.patches, language).pairs().length;
    });
    report(`${language} conflict matrix, ${count} amendments (${pairs} pairs collide)`, matrix);
    const index = indexOf(base, patches, language);
    let at = 0;
    const update = measure(101, fresh(patches[count - 1] as Patch), (patch) => {
      at += 7;
      index.update(`${at % count}`, patch);
    });
    report(`${language} one amendment's update among ${count}`, update);
  }
  const patches = amendments(base, language, 200);
  let next = 0;
  report(
    `${language} plan on a text with 40 other changes`,
    measure(200, fresh({ base, other, patches }), (input) =>
      plan(input.base, input.patches[next++ % 200] as Patch, input.other, language),
    ),
  );
  for (const changes of [50, 500, 2_500]) {
    const after = revision(base, language, changes);
    report(
      `${language} diff of two versions with ${changes} changes`,
      measure(21, fresh({ base, after }), (input) => diffTexts(input.base, input.after, language)),
    );
  }
}
