import { diffTexts } from "../../shared/text/diff";
import { matchBlocks, withIdsOf } from "../../shared/text/history/match";
import { textOf } from "../support/texts";

const before = textOf({
  a: "Cities shall promote learning for all people of all ages.",
  b: "States help them.",
  c: "Measures",
  d: "The secretariat reports every two years to all members.",
  e: "Measures",
});
const newId = (n: number) => `new-${n}`;

test("paragraphs are found again by their words, and what moved is shown as moved", () => {
  const imported = textOf({
    p1: "The secretariat reports every year to all members.",
    p2: "Cities shall promote lifelong learning for all people of all ages.",
    p3: "Measures",
    p4: "Something quite new stands here.",
    p5: "Measures",
  });
  const named = withIdsOf(before, imported, "en", newId);
  expect(named.blocks.map(({ id }) => id)).toEqual(["d", "a", "c", "new-1", "e"]);
  expect(diffTexts(before, named, "en").blocks.map(({ id, change }) => `${id} ${change}`)).toEqual([
    "d moved_and_revised",
    "a revised",
    "b deleted",
    "c same",
    "new-1 inserted",
    "e same",
  ]);
});

test("a paragraph is matched once, with the most alike", () => {
  const imported = textOf({
    p1: "Cities promote learning for people of ages.",
    p2: "Cities shall promote learning for all people.",
  });
  expect(matchBlocks(before.blocks, imported.blocks, "en")).toEqual([
    { before: 0, after: 1, likeness: expect.any(Number) },
  ]);
});

test("Chinese paragraphs, and ids that are taken", () => {
  const zh = textOf({ a: "促进所有城市的终身学习和教育政策。", b: "各国支持本国城市。" });
  const imported = textOf({
    x: "各国大力支持本国城市。",
    y: "支持所有城市的终身学习和教育政策。",
    z: "秘书处每年提交报告。",
  });
  expect(withIdsOf(zh, imported, "zh", (n) => (n === 1 ? "a" : `n${n}`)).blocks.map(({ id }) => id)).toEqual([
    "b",
    "a",
    "n2",
  ]);
});

test("nothing is like nothing", () => {
  expect(matchBlocks([], before.blocks, "en")).toEqual([]);
  expect(matchBlocks(before.blocks, [], "en")).toEqual([]);
});
