import type { Permission } from "../../../shared/api/views/common";
import type { InstrumentView } from "../../../shared/api/views/instruments";
import { PRESETS } from "../../../shared/rules/presets";
import { decideStage, STAGES, type StageEvent } from "../../../shared/rules/stages";
import { LANGUAGES } from "../../../shared/text/model";
import { unsignedLanguages } from "./next-step";

/** `forward_as_it_stands` is the explicit way of `forward_text`; the right to it is the same. */
export type StageAct =
  | "open_reading"
  | "agree_text"
  | "reopen_text"
  | "forward_text"
  | "forward_as_it_stands"
  | "take_up"
  | "put_final_question";

const EVENTS: Record<StageAct, StageEvent> = {
  open_reading: "open_reading",
  agree_text: "agree_text",
  reopen_text: "reopen_text",
  forward_text: "forward",
  forward_as_it_stands: "forward_as_it_stands",
  take_up: "take_up",
  put_final_question: "put_final_question",
};

/** Asks the rules' own table, with what is on screen, why a step would be refused; null when it would not. */
export function stageRefusal(
  instrument: InstrumentView,
  act: StageAct,
): Extract<Permission, { ok: false }> | null {
  const stage = STAGES.find((one) => one === instrument.stage);
  if (!stage) return null;
  if (instrument.question) return { ok: false, code: "question_pending", rule: null };
  const { body } = instrument;
  if (act === "take_up" && body.present < body.debateQuorum) {
    return {
      ok: false,
      code: "no_quorum",
      rule: "Q1",
      detail: { present: body.present, needed: body.debateQuorum },
    };
  }
  const unsigned = unsignedLanguages(instrument);
  const decision = decideStage({ stage, outcome: null }, EVENTS[act], {
    openAmendments: instrument.openAmendments,
    brackets: instrument.brackets,
    unagreed: instrument.openParagraphs,
    unsignedLanguages: LANGUAGES.filter((language) => unsigned.includes(language)),
    present: body.members,
    members: body.members,
    // The quorum has been asked above with the conference's own figures, whatever its preset.
    preset: PRESETS["un-conference"],
    verb: instrument.verb,
  });
  return decision.ok ? null : decision;
}
