import { readFileSync } from "node:fs";
import path from "node:path";

/**
 * What the afternoon must come to, written by hand from the amendments as they were decided: nothing here is worked out by
 * the product. `decision`: yes–no–abstentions, "without a vote", or – for what was never decided.
 */
type Fate = readonly [tag: string, outcome: string, decision: string];

export const DECLARATION: readonly Fate[] = [
  ["A-1", "adopted", "11–6–2"],
  ["A-1.1", "adopted", "without a vote"],
  ["A-1.2", "rejected", "6–11–1"],
  ["A-2", "not put", "–"],
  ["A-3", "rejected", "5–12–1"],
  ["A-4", "adopted", "without a vote"],
  ["A-5", "adopted", "without a vote"],
  ["A-6", "withdrawn", "–"],
  ["A-7", "rejected", "6–11–2"],
  ["A-8", "adopted", "12–5–2"],
  ["A-9", "adopted", "10–7–1"],
  ["A-10", "not put", "–"],
  ["A-11", "rejected", "7–11–0"],
  ["A-12", "adopted", "without a vote"],
  ["A-13", "adopted", "without a vote"],
  ["A-14", "adopted", "12–5–2"],
  ["A-15", "rejected", "8–9–1"],
  ["A-16", "rejected", "9–9–1"],
  ["A-17", "withdrawn", "–"],
  ["A-18", "adopted", "without a vote"],
  ["A-19", "adopted", "10–8–0"],
  ["A-20", "lapsed", "–"],
  ["A-21", "ruled inadmissible", "–"],
  ["A-22", "ruled inadmissible", "–"],
  ["A-23", "adopted", "13–4–2"],
  ["A-24", "adopted", "without a vote"],
  // All its operative parts fell.
  ["A-25", "rejected", "without a vote"],
  ["A-26", "adopted", "14–3–2"],
  ["A-27", "ruled inadmissible", "–"],
  ["A-28", "adopted", "without a vote"],
  ["A-29", "adopted", "without a vote"],
  ["A-30", "adopted", "40–19–10"],
  ["A-31", "withdrawn", "–"],
  ["A-32", "withdrawn", "–"],
  ["A-33", "incorporated", "–"],
  // Adopted by 52–11–6 at first, and reconsidered.
  ["A-34", "adopted", "45–20–4"],
  ["A-35", "adopted", "without a vote"],
  ["A-36", "rejected", "30–30–9"],
  ["A-37", "rejected", "19–40–2"],
  ["A-38", "adopted", "without a vote"],
];

export const KEY_FEATURES: readonly Fate[] = [
  ["A-1", "adopted", "without a vote"],
  ["A-2", "rejected", "6–12–1"],
  ["A-3", "adopted", "without a vote"],
  ["A-4", "withdrawn", "–"],
];

/** Paragraphs of the Declaration that are not as they were at two o’clock. */
const CHANGED: Record<string, string> = {
  pp5: "*Recognizing* that learning takes place in families, workshops, theatres, libraries, museums, places of worship, associations and public squares as well as in schools and universities, and that knowledge gained in each of these settings deserves equal esteem,",
  pp7: "*Noting with concern* that drought, floods, heat, polluted air and the waste of natural resources threaten the poorest districts first, and that no city can change its habits unless its inhabitants understand why change is needed,",
  "op1-a":
    "Making literacy, numeracy and a second chance at basic education available free of charge, at every age, close to home and at hours that suit people who work or care for others;",
  "op1-b-i": "The cost of transport, materials, meals and enrolment for households of low income;",
  "op1-c":
    "Ensuring that girls and women take part in learning, and in decisions about it, at every level and on equal terms with boys and men;",
  "op2-b":
    "Opening school buildings, libraries, laboratories and sports grounds to the neighbourhood in the evenings, at weekends and during the holidays, at no charge;",
  "op3-a":
    "Creating or maintaining in each district a learning centre within walking distance or a short ride by public transport, open to all generations and run together with those who use it;",
  "op4-a":
    "Requiring larger employers to grant paid time for learning to all workers, including those with part-time, seasonal or temporary contracts;",
  "op4-b":
    "Offering young people without employment a place in training, an apprenticeship or guided work experience within three months of leaving school or losing a job;",
  "op7-b":
    "Making libraries, museums, archives and places of heritage welcoming to first-time visitors, with free entry on at least one day a week and for all children;",
  "op8-a":
    "Including ecological knowledge and practice in programmes for children, young people, adults and municipal staff;",
  "op8-b":
    "Using parks, rivers, farms, waterworks and recycling yards, wells and cisterns as places of learning;",
  "op8-c":
    "Preparing inhabitants, together with the emergency services, for floods, droughts, heatwaves, earthquakes and other hazards;",
  "op9-a":
    "Mapping, with employers, trade unions and chambers of crafts, the skills that the local economy has, lacks and will need;",
  "op10-a":
    "Adopting, within one year of this Declaration, a local plan for lifelong learning with clear aims, responsibilities and dates;",
  "op10-c":
    "Appointing a senior official of the permanent administration answerable for the plan and reachable by every inhabitant;",
  "op12-a":
    "Taking part in a worldwide network of learning cities that is open to large, medium-sized and small cities in all regions;",
  "op12-d":
    "Meeting again at regular intervals to review what has been achieved and what remains to be done. The first of these meetings shall be held no later than the end of 2016.",
};

/** After which paragraph something new stands, in this order. */
const PUT_IN: Record<string, string[]> = {
  pp9: ["*Grateful* to the City of Beijing for its welcome,"],
  "op5-c": [
    "Supporting community radio and television as means of learning wherever connections are slow, costly or absent;",
    "Placing in every district shared computers for public use, together with trained helpers from the neighbourhood;",
  ],
};

/** Voted separately in the plenary, and lost. */
const TAKEN_OUT = "pp6";

function asSeeded(file: string): { id: string; text: string }[] {
  return JSON.parse(readFileSync(path.join(process.cwd(), "server", "seed", file), "utf8")).blocks;
}

const plain = (markup: string) => markup.replaceAll("*", "");

export function adoptedDeclaration(): string[] {
  return asSeeded("declaration.en.json")
    .filter(({ id }) => id !== TAKEN_OUT)
    .flatMap(({ id, text }) => [CHANGED[id] ?? text, ...(PUT_IN[id] ?? [])])
    .map(plain);
}

const APPROVED: Record<string, string> = {
  "a05-f1": "There is a place to learn within easy and safe reach of every home.",
  "a12-f3": "Schools, libraries, parks and company premises are open to learners outside their usual hours.",
};

export function approvedKeyFeatures(): string[] {
  return asSeeded("key-features.en.json").map(({ id, text }) => plain(APPROVED[id] ?? text));
}
