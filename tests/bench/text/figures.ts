import { diffTexts } from "../../../shared/text/diff";
import { Blame } from "../../../shared/text/history/blame";
import { matchBlocks } from "../../../shared/text/history/match";
import type { Language, TextDoc } from "../../../shared/text/model";
import type { Patch } from "../../../shared/text/patch";
import { plan } from "../../../shared/text/plan";
import { compromise } from "../../../shared/text/together/compromise";
import { ConflictIndex } from "../../../shared/text/together/conflicts";
import { countWords, distanceOf } from "../../../shared/text/together/distance";
import { threeWay } from "../../../shared/text/together/three-way";
import { whatIf } from "../../../shared/text/together/what-if";
import { amendments, corpus, revision, reworded } from "./corpus";
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

  for (const count of [10, 100, 1_000]) {
    const chosen = amendments(base, language, count).map((patch, i) => ({ id: `${i}`, patch }));
    report(
      `${language} what if ${count} amendments`,
      measure(count > 100 ? 5 : 21, fresh({ base, chosen }), (input) =>
        whatIf(input.base, input.chosen, language),
      ),
    );
  }
  const [a, b] = [patches[0] as Patch, patches[1] as Patch];
  report(
    `${language} three readings of two amendments`,
    measure(51, fresh({ base, a, b }), (input) => threeWay(input.base, input.a, input.b, language)),
  );
  const party = (patch: Patch, proposer: string) => ({ patch, proposer });
  report(
    `${language} compromise of two amendments`,
    measure(51, fresh({ base, a, b }), (input) =>
      compromise(input.base, party(input.a, "A"), party(input.b, "B"), language, (n) => `k${n}`),
    ),
  );
  const size = countWords(base, language);
  report(
    `${language} distance of 200 amendments`,
    measure(21, fresh(patches), (input) => input.map((patch) => distanceOf(patch, size, language).measure)),
  );

  const versions: TextDoc[] = [base];
  for (let i = 1; i <= 200; i++) versions.push(revision(versions[i - 1] as TextDoc, language, 5, i));
  const blame = new Blame(base, 0, language);
  let step = 0;
  report(
    `${language} blame, one step of 5 changes`,
    measure(200, fresh(versions), (input) => {
      step += 1;
      blame.step(input[step] as TextDoc, step);
    }),
  );

  for (const paragraphs of [250, 1_431]) {
    const text = corpus(language, paragraphs * 40);
    const imported = reworded(text, language, 0.2);
    let right = 0;
    const match = measure(5, fresh({ text, imported }), (input) => {
      const matches = matchBlocks(
        input.text.blocks,
        input.imported.map(({ block }) => block),
        language,
      );
      right = matches.filter(({ before, after }) => imported[after]?.from === before).length;
    });
    report(`${language} matching without ids, 20 % of words changed: ${right} of ${imported.length}`, match);
  }
}
