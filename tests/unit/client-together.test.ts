import { chosenFrom, chosenText, toggled } from "../../client/views/together/chosen";

const address = (chosen: string) => new URLSearchParams({ chosen });

describe("the amendments that are chosen", () => {
  it("stand in the address in the order in which they were chosen, each once", () => {
    expect(chosenFrom(address("3,1,7.1,7,3"))).toEqual(["3", "1", "7.1", "7"]);
    expect(chosenFrom(new URLSearchParams())).toEqual([]);
    expect(chosenText(["3", "1", "7.1"])).toBe("3,1,7.1");
  });

  it("are only what the address can mean", () => {
    expect(chosenFrom(address("x,2,-1,4.5.6,4.,,99999999,5"))).toEqual(["2", "5"]);
  });

  it("come last when they are chosen, and go when they are chosen again", () => {
    expect(toggled(["3", "1"], "7")).toEqual(["3", "1", "7"]);
    expect(toggled(["3", "1", "7"], "1")).toEqual(["3", "7"]);
  });
});
