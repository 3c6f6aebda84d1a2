import { z } from "zod";
import type { Verification } from "../../shared/api/views/record";
import type { LedgerEntry } from "../../shared/records/ledger";
import type { Db } from "../db/rows";
import { selectAllSpeakersLists, selectAllSpeeches } from "../db/speakers";

type Problem = Verification["problems"][number];
type Told = { seq: number; value: string };

const openedData = z.object({
  body: z.string(),
  topic: z.string(),
  sides: z.boolean(),
  speakingMs: z.number(),
});
const changedData = z.object({ closed: z.boolean(), speakingMs: z.number() });
const askedData = z.object({
  body: z.string(),
  delegation: z.string().nullable(),
  side: z.string(),
  admitted: z.boolean(),
});
const finishedData = z.object({ spokeMs: z.number() });

type Opened = z.infer<typeof openedData> & { closed: boolean; ended: boolean };
type Asked = z.infer<typeof askedData> & { state: string };

const ofList = ({ body, topic, sides, speakingMs, closed, ended }: Opened) =>
  JSON.stringify([body, topic, sides, speakingMs, closed, ended]);
const ofSpeech = ({ body, delegation, side, admitted, state }: Asked) =>
  JSON.stringify([body, delegation, side, admitted, state]);

/** Holds speakers' lists, and who asked for the floor, had it and for how long, against the acts that led to it. */
export async function verifySpeakers(
  db: Db,
  conferenceId: string,
  entries: LedgerEntry[],
): Promise<Problem[]> {
  const { lists, speeches } = fold(entries);
  const problems: Problem[] = [];
  const hold = (told: Map<string, Told>, id: string, name: string, has: string) => {
    const said = told.get(id);
    told.delete(id);
    if (said?.value === has) return;
    problems.push({
      seq: said?.seq ?? null,
      problem: "speakers",
      detail: `${name} is ${has}, the record says ${said?.value ?? "nothing"}`,
    });
  };
  for (const row of await selectAllSpeakersLists(db, conferenceId))
    hold(lists, row.id, `the speakers' list ${row.id}`, ofList(row));
  for (const row of await selectAllSpeeches(db, conferenceId)) {
    const state =
      row.leftAt !== null
        ? "left"
        : row.startedAt === null
          ? "waiting"
          : row.spokeMs === null
            ? "speaking"
            : `spoke ${row.spokeMs}`;
    const { body, admitted, list: side } = row;
    const delegation = row.delegation?.code ?? null;
    hold(speeches, row.id, `the speech ${row.id}`, ofSpeech({ body, delegation, side, admitted, state }));
  }
  for (const [id, { seq }] of [...lists, ...speeches])
    problems.push({ seq, problem: "speakers", detail: `what is on the record as ${id} is gone` });
  return problems;
}

function fold(entries: LedgerEntry[]): { lists: Map<string, Told>; speeches: Map<string, Told> } {
  const lists = new Map<string, Opened & { seq: number }>();
  const speeches = new Map<string, Asked & { seq: number }>();
  for (const { act, subject, seq, data } of entries) {
    const opened = act === "speakers.opened" ? openedData.safeParse(data) : null;
    if (opened?.success) lists.set(subject, { ...opened.data, closed: false, ended: false, seq });
    const list = lists.get(subject);
    const changed = act === "speakers.changed" ? changedData.safeParse(data) : null;
    if (list && changed?.success) Object.assign(list, changed.data, { seq });
    if (list && act === "speakers.ended") Object.assign(list, { ended: true, seq });

    const asked = act === "speaker.asked" ? askedData.safeParse(data) : null;
    if (asked?.success) speeches.set(subject, { ...asked.data, state: "waiting", seq });
    const speech = speeches.get(subject);
    if (!speech) continue;
    if (act === "speaker.admitted") Object.assign(speech, { admitted: true, seq });
    if (act === "speaker.left" || act === "speaker.struck") Object.assign(speech, { state: "left", seq });
    if (act === "speaker.called") Object.assign(speech, { state: "speaking", seq });
    const finished = act === "speaker.finished" ? finishedData.safeParse(data) : null;
    if (finished?.success) Object.assign(speech, { state: `spoke ${finished.data.spokeMs}`, seq });
  }
  return {
    lists: new Map([...lists].map(([id, one]) => [id, { seq: one.seq, value: ofList(one) }])),
    speeches: new Map([...speeches].map(([id, one]) => [id, { seq: one.seq, value: ofSpeech(one) }])),
  };
}
