import { recordOrder, rollCallOrder } from "../../shared/rules/roll-call";

const names = ["Kenya", "Brazil", "Mexico", "Australia", "France", "China"];
const alphabetical = ["Australia", "Brazil", "China", "France", "Kenya", "Mexico"];

test("[R3] the roll is called from the name drawn by lot, wrapping", () => {
  expect(rollCallOrder(names, "France")).toEqual([
    "France",
    "Kenya",
    "Mexico",
    "Australia",
    "Brazil",
    "China",
  ]);
});

test("[R3] whoever is drawn, everyone is called once, in the same circle", () => {
  for (const drawn of names) {
    const called = rollCallOrder(names, drawn);
    expect(called[0]).toBe(drawn);
    expect([...called].sort()).toEqual(alphabetical);
  }
});

test("[R3] a name that is not on the list cannot be drawn", () => {
  expect(() => rollCallOrder(names, "Atlantis")).toThrow("Atlantis");
});

test("[R4] the record is alphabetical, not in calling order, and leaves its input alone", () => {
  const called = rollCallOrder(names, "France");
  expect(recordOrder(called)).toEqual(alphabetical);
  expect(called[0]).toBe("France");
});

test("[R5] the order is that of the English names: Spain under S, accents and case aside", () => {
  const english = ["Sudan", "Spain", "Ukraine", "Senegal", "eSwatini", "Côte d'Ivoire", "Cuba", "Colombia"];
  expect(recordOrder(english)).toEqual([
    "Colombia",
    "Côte d'Ivoire",
    "Cuba",
    "eSwatini",
    "Senegal",
    "Spain",
    "Sudan",
    "Ukraine",
  ]);
});
