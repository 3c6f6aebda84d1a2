import { Together } from "../../server/db/together";
import { Coalesced } from "../../server/queries/coalesced";

/** A read whose end the test decides. */
function slowly() {
  const ends: Array<() => void> = [];
  let begun = 0;
  const make = () => {
    const mine = ++begun;
    return new Promise<number>((resolve) => ends.push(() => resolve(mine)));
  };
  return { make, end: (i: number) => ends[i]?.(), begun: () => begun };
}

describe("a read that many ask for at once", () => {
  test("is made once for all who asked before it began, and again for who asked later", async () => {
    const shared = new Coalesced();
    const { make, end, begun } = slowly();
    const first = shared.get("votes", make);
    const later = [shared.get("votes", make), shared.get("votes", make)];
    expect(begun()).toBe(1);
    end(0);
    expect(await first).toBe(1);
    await Promise.resolve();
    expect(begun()).toBe(2);
    const last = shared.get("votes", make);
    end(1);
    expect(await Promise.all(later)).toEqual([2, 2]);
    await Promise.resolve();
    end(2);
    expect(await last).toBe(3);
  });

  test("keeps nothing: who asks after it was answered gets a new one", async () => {
    const shared = new Coalesced();
    let n = 0;
    const make = async () => ++n;
    expect(await shared.get("a", make)).toBe(1);
    expect(await shared.get("a", make)).toBe(2);
    expect(await Promise.all([shared.get("a", make), shared.get("b", make)])).toEqual([3, 4]);
  });

  test("fails for those who shared it, and not for those who come after", async () => {
    const shared = new Coalesced();
    const fails = () => Promise.reject(new Error("lost"));
    const answers = await Promise.allSettled([shared.get("a", fails), shared.get("a", async () => "well")]);
    expect(answers.map(({ status }) => status)).toEqual(["rejected", "fulfilled"]);
    expect(await shared.get("a", async () => "again")).toBe("again");
  });
});

describe("questions that come together", () => {
  test("are one question, each with its own answer; those that come meanwhile are the next", async () => {
    const asked: number[][] = [];
    const together = new Together(async (numbers: number[]) => {
      asked.push(numbers);
      await new Promise((resolve) => setImmediate(resolve));
      return numbers.map((number) => number * 10);
    });
    const first = [together.get(1), together.get(2)];
    expect(await first[0]).toBe(10);
    expect(await Promise.all([...first, together.get(3), together.get(4)])).toEqual([10, 20, 30, 40]);
    expect(asked).toEqual([
      [1, 2],
      [3, 4],
    ]);
  });

  test("fail together, and the next are asked all the same", async () => {
    let calls = 0;
    const together = new Together(async (words: string[]) => {
      if (++calls === 1) throw new Error("no database");
      return words;
    });
    await expect(Promise.all([together.get("a"), together.get("b")])).rejects.toThrow("no database");
    expect(await together.get("c")).toBe("c");
  });
});
