import type { CommandAnswer, CommandBody } from "../../../shared/api/commands";
import { decideVote } from "../../../shared/rules/votes";
import {
  type DivisionEvent,
  type DivisionFacts,
  decideDivision,
} from "../../../shared/rules/voting/division";
import { choosePart } from "../../../shared/rules/voting/parts";
import {
  type DivisionRow,
  insertDivision,
  insertDivisionPart,
  selectDivisionParts,
  selectOptionalDivision,
  updateDivision,
} from "../../db/divisions";
import { selectTexts } from "../../db/instruments";
import { insertVote, selectOptionalQuestion, updateVote } from "../../db/votes";
import { divisible } from "../../queries/divisible";
import { type Context, DONE, fail, type Result } from "../context";
import { asFailure, enterVote, type Question, questionPending } from "../situation";
import { liveTexts } from "../texts/facts";
import { transact, type Unit } from "../transact";
import { voteFacts } from "./facts";
import { withQuestion } from "./with-question";

/** Somebody asks that parts be voted separately (Rule D1): until that is settled the question itself is set aside. */
export function requestDivision(
  context: Context,
  body: CommandBody<"request-division">,
): Promise<Result<{ ok: true }>> {
  return withQuestion(context, body.vote, "request_division", async (entered, unit, rooms) => {
    const { instrument, vote, tag } = entered;
    if (!context.person) throw new Error("the rights table let nobody ask for a division");
    const decision = decideVote(vote.state, "set_aside", await voteFacts(unit.tx, entered, unit.at));
    if (!decision.ok) return asFailure(decision);
    // Who objects to a part objects to the silence on the whole, and that breaks it.
    if (vote.silenceUntil !== null) return fail("wrong_state", "C5", { state: "silence" });
    if (vote.subject !== "amendment" && vote.subject !== "final")
      return fail("not_divisible", "D1", { parts: body.parts });
    if (await selectOptionalDivision(unit.tx, vote.id))
      return fail("wrong_state", "D1", { state: "divided_before" });
    const live = liveTexts(await selectTexts(unit.tx, instrument.id), rooms);
    const source = live.find(({ row }) => row.language === instrument.sourceLanguage);
    if (!source) throw new Error(`${instrument.slug} has no text in its source language`);
    const { parts, pathOf } = await divisible(unit.tx, vote, source.text, instrument.sourceLanguage);
    const chosen = choosePart(parts, body.parts);
    if (!chosen.ok) return asFailure(chosen);

    const id = context.deps.newId();
    const delegation = context.actor?.role.endsWith("chair") ? null : (context.actor?.delegation ?? null);
    await insertDivision(unit.tx, {
      id,
      voteId: vote.id,
      delegationId: delegation?.id ?? null,
      personId: context.person.id,
      requestedAt: unit.at,
    });
    const rows = chosen.parts.map((part) => ({
      block: part.id,
      path: pathOf(part.id),
      operative: part.operative,
    }));
    for (const [position, row] of rows.entries()) await insertDivisionPart(unit.tx, id, position, row);
    await updateVote(unit.tx, vote.id, { state: decision.to });
    unit.record(
      "division.requested",
      vote.id,
      { tag, division: id, delegation: delegation?.code ?? null, parts: rows },
      instrument.slug,
    );
    return DONE;
  });
}

/** A delegation objects to the division: then the request itself is voted (Rule D1). */
export function objectToDivision(
  context: Context,
  body: CommandBody<"object-to-division">,
): Promise<Result<{ ok: true }>> {
  return withDivision(context, body.vote, "raise_objection", async (entered, unit, division) => {
    const delegation = context.actor?.delegation;
    if (!delegation) throw new Error("the rights table let somebody without a delegation object");
    const decision = decide(entered, division, "object", 1);
    if (!decision.ok) return asFailure(decision);
    await updateDivision(unit.tx, division.id, decision.to, delegation.id);
    unit.record(
      "division.objected",
      entered.vote.id,
      { tag: entered.tag, division: division.id, delegation: delegation.code },
      entered.instrument.slug,
    );
    return DONE;
  });
}

/** Nobody objects, or the rules know no objection to it: the parts are put one by one (Rule D1). */
export function grantDivision(
  context: Context,
  body: CommandBody<"grant-division">,
): Promise<Result<{ ok: true }>> {
  return withDivision(context, body.vote, "rule_on_division", async (entered, unit, division) => {
    const decision = decide(entered, division, "grant", division.objectedBy ? 1 : 0);
    if (!decision.ok) return asFailure(decision);
    await updateDivision(unit.tx, division.id, decision.to);
    unit.record(
      "division.granted",
      entered.vote.id,
      { tag: entered.tag, division: division.id },
      entered.instrument.slug,
    );
    return DONE;
  });
}

/** Puts what is next in a division: the request itself where somebody objected, else the first part that was not voted. */
export function putPart(
  context: Context,
  body: CommandBody<"put-part">,
): Promise<Result<CommandAnswer<"put-part">>> {
  return withDivision(context, body.vote, "rule_on_division", async (entered, unit, division) => {
    const { instrument, vote } = entered;
    const pending = await selectOptionalQuestion(unit.tx, instrument.id);
    if (pending && pending.id !== vote.id) return questionPending("D1", pending);
    const next = (await selectDivisionParts(unit.tx, division.id)).find(({ carried }) => carried === null);
    const subject = division.state === "objected" ? "division" : "part";
    if (subject === "part" && (division.state !== "divided" || !next))
      return fail("wrong_state", "D1", { state: division.state });
    const id = context.deps.newId();
    // Of the whole proposal's majority when it is a part of it (Rule V10); the request is a matter of procedure.
    const majority = subject === "part" ? vote.majority : "simple";
    await insertVote(unit.tx, {
      id,
      instrumentId: instrument.id,
      bodyId: vote.bodyId,
      subject,
      amendmentId: null,
      divisionId: division.id,
      ...(subject === "part" && next ? { part: next.block } : {}),
      // Somebody objected already: consensus on it needs not be tried.
      state: subject === "division" ? "explanations_before" : "question_put",
      majority,
      members: entered.body.members,
      present: entered.body.present,
      putAt: unit.at,
    });
    unit.record(
      subject === "part" ? "part.put" : "division.put",
      id,
      {
        of: vote.id,
        tag: entered.tag,
        division: division.id,
        majority,
        ...(subject === "part" && next ? { block: next.block, path: next.path } : {}),
      },
      instrument.slug,
    );
    return { ok: true, answer: { vote: id } };
  });
}

function decide(entered: Question, division: DivisionRow, event: DivisionEvent, objections: number) {
  const facts: DivisionFacts = {
    preset: entered.preset,
    objections,
    tally: null,
    members: entered.body.members,
    parts: [],
  };
  return decideDivision(division.state, event, facts);
}

/** Enters the question that is set aside, and its division. */
function withDivision<T>(
  context: Context,
  voteId: string,
  act: "raise_objection" | "rule_on_division",
  work: (entered: Question, unit: Unit, division: DivisionRow) => Promise<Result<T>>,
): Promise<Result<T>> {
  return transact(context, async (unit) => {
    const entered = await enterVote(context, unit.tx, voteId, act);
    if (!entered.ok) return entered;
    const division = await selectOptionalDivision(unit.tx, entered.vote.id);
    if (!division || entered.vote.state !== "set_aside")
      return fail("wrong_state", "D1", { state: entered.vote.state });
    return work(entered, unit, division);
  });
}
