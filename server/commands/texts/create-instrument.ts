import { TAKEN_ADDRESSES } from "../../../shared/api/addresses";
import type { CommandAnswer, CommandBody } from "../../../shared/api/commands";
import { selectConference } from "../../db/conferences";
import { type InstrumentRow, insertInstrument, selectInstruments } from "../../db/instruments";
import { lockLedger } from "../../db/ledger";
import { type Context, fail, type Result } from "../context";
import { allow } from "../situation";
import { transact } from "../transact";
import { insertNewText } from "./new-text";

/** With the conference's slug and a language they make the name of a room, which has its limit. */
const LONGEST_SLUG = 40;

/** A new instrument, its texts empty but for their titles: it is written, or a file is imported into it. */
export function createInstrument(
  context: Context,
  body: CommandBody<"create-instrument">,
): Promise<Result<CommandAnswer<"create-instrument">>> {
  return transact(context, async (unit) => {
    // Held to the end: two that are created at once would both take the same place. It locks nothing afterwards.
    await lockLedger(unit.tx, context.conferenceId);
    const conference = await selectConference(unit.tx, context.conferenceId);
    const others = await selectInstruments(unit.tx, context.conferenceId);
    const instrument: InstrumentRow = {
      id: context.deps.newId(),
      conferenceId: context.conferenceId,
      slug: slugOf(
        body.title.en,
        others.map(({ slug }) => slug),
      ),
      title: body.title,
      verb: body.verb,
      symbol: body.symbol,
      revision: 0,
      sourceLanguage: body.sourceLanguage,
      stage: "zero_draft",
      outcome: null,
      amendmentsDeadline: null,
    };
    const denied = allow(context, "create_instrument", instrument);
    if (denied) return denied;
    if (!conference.languages.includes(body.sourceLanguage))
      return fail("not_found", null, { language: body.sourceLanguage });
    if (others.some(({ symbol }) => symbol === body.symbol)) return fail("symbol_taken");
    await insertInstrument(unit.tx, { ...instrument, position: others.length });
    for (const language of conference.languages) {
      const title = body.title[language] ?? "";
      const runs = title === "" ? [] : [{ text: title, marks: [] }];
      const content = { blocks: [{ id: "title", kind: "title" as const, level: 0, runs }] };
      await insertNewText(context, unit, conference.slug, instrument, language, content);
    }
    const { slug, title, verb, symbol, sourceLanguage } = instrument;
    unit.record(
      "instrument.created",
      slug,
      { title, verb, symbol, sourceLanguage, languages: conference.languages },
      slug,
    );
    return { ok: true, answer: { instrument: slug } };
  });
}

/** Always with a hyphen: a screen or page that is added later may be called by any single word. */
function slugOf(title: string, taken: readonly string[]): string {
  const words = title
    .normalize("NFD")
    .toLowerCase()
    .replace(/\p{M}/gu, "")
    .match(/[a-z0-9]+/g);
  const base = (words ?? ["text"]).join("-").slice(0, LONGEST_SLUG).replace(/-+$/, "");
  const slug = base.includes("-") && !TAKEN_ADDRESSES.includes(base) ? base : `${base}-text`;
  for (let n = 1; ; n += 1) {
    const tried = n === 1 ? slug : `${slug}-${n}`;
    if (!taken.includes(tried)) return tried;
  }
}
