import { matchBlocks } from "../../shared/text/history/match";
import { corpus, reworded } from "../bench/text/corpus";

test.each(["en", "zh"] as const)(
  "every paragraph in %s is found again with a fifth of its words changed",
  (language) => {
    for (const seed of [1, 2, 3]) {
      const before = corpus(language, 8_000, seed);
      const imported = reworded(before, language, 0.2, seed);
      const found = matchBlocks(
        before.blocks,
        imported.map(({ block }) => block),
        language,
      );
      expect(found.map(({ before: place }) => place)).toEqual(imported.map(({ from }) => from));
    }
  },
);
