import { tallyIn } from "../../server/pages/strings";
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
