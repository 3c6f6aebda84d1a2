import { CLOSE } from "../../shared/api/close-codes";
import { addition, decides, proposes, puts } from "../support/acts";
import { until } from "../support/children";
import { InProcess, typesAtEnd } from "../support/in-process";

let hall: InProcess;
beforeAll(async () => {
  hall = await InProcess.start();
});
afterEach(() => expect(hall.complaints.splice(0)).toEqual([]));
afterAll(() => hall.stop());

const see = (amendment: string, whom = "KEN") => hall.reads(hall.who(whom), "amendment", { amendment });
const start = () =>
  hall.does(hall.who("KEN"), "start-amendment", { instrument: "declaration", language: "en" });
const invite = (amendment: string, ...delegations: string[]) =>
  hall.does(hall.who("KEN"), "invite-sponsors", { amendment, delegations });

describe("a draft", () => {
  test("[W5] who is invited reads it, and writes in it with the others only after joining", async () => {
    const { amendment, room } = await start();
    await typesAtEnd(await hall.opens(hall.who("KEN"), room), "op1-a", " Together.");
    expect((await hall.opens(hall.who("BRA"), room)).closed?.code).toBe(CLOSE.ROOM_NOT_FOUND);

    await invite(amendment, "BRA");
    const view = await see(amendment, "BRA");
    expect(view).toMatchObject({ state: "draft", room, sponsors: [] });
    expect(view.invitations).toMatchObject([{ delegation: { code: "BRA" }, declined: false }]);
    expect(view.permissions.edit_amendment).toMatchObject({ ok: false });
    const list = await hall.reads(hall.who("BRA"), "amendments", { instrument: "declaration" });
    expect(list.map(({ id }) => id)).toContain(amendment);
    const reader = await hall.opens(hall.who("BRA"), room);
    expect(reader.text().some((text) => text.endsWith(" Together."))).toBe(true);
    reader.type(0, 0, "Early ");
    await until("what was written without the right is refused", () => reader.refused.length > 0);
    // It would send its words again once it has the right.
    reader.ws.terminate();
    for (const [name, body] of [
      ["submit-amendment", { amendment, rationale: "Because", sponsors: [] }],
      ["discard-amendment", { amendment }],
      ["invite-sponsors", { amendment, delegations: ["SEN"] }],
    ] as const) {
      const answer = await hall.post(hall.who("BRA"), name, body);
      expect([403, 404]).toContain(answer.status);
    }

    await hall.does(hall.who("BRA"), "sponsor-amendment", { amendment });
    const writer = await hall.opens(hall.who("BRA"), room);
    await typesAtEnd(writer, "op1-b", " And with us.");
    const joined = await see(amendment, "BRA");
    expect(joined.sponsors.map(({ code }) => code)).toEqual(["BRA"]);
    expect(joined.invitations).toEqual([]);
    expect(joined.permissions.edit_amendment).toEqual({ ok: true });

    const { tag } = await hall.does(hall.who("BRA"), "submit-amendment", {
      amendment,
      rationale: "Because",
      sponsors: [],
    });
    const submitted = await see(amendment, "FRA");
    expect(submitted).toMatchObject({ tag, delegation: { code: "KEN" }, sponsors: [{ code: "BRA" }] });
    expect(submitted.redline.map(({ id }) => id)).toEqual(["op1-a", "op1-b"]);
  });

  test("[W5] declined or taken back, it is out of sight, and its room is closed; both may be asked again", async () => {
    const { amendment, room } = await start();
    await invite(amendment, "BRA", "FRA");
    const [brazil, france] = [
      await hall.opens(hall.who("BRA"), room),
      await hall.opens(hall.who("FRA"), room),
    ];
    await hall.does(hall.who("BRA"), "decline-invitation", { amendment });
    await hall.does(hall.who("KEN"), "take-back-invitation", { amendment, delegation: "FRA" });
    for (const [whom, client] of [
      ["BRA", brazil],
      ["FRA", france],
    ] as const) {
      await until("the socket is sent away", () => client.closed !== null);
      await hall.refuses("not_found", () =>
        hall.request(hall.who(whom), "GET", `/api/amendments/${amendment}`),
      );
      await hall.refuses("not_found", () => hall.post(hall.who(whom), "sponsor-amendment", { amendment }));
    }
    expect((await see(amendment)).invitations).toMatchObject([
      { delegation: { code: "BRA" }, declined: true },
    ]);
    await invite(amendment, "BRA");
    expect((await see(amendment, "BRA")).invitations).toMatchObject([{ declined: false }]);
    await hall.does(hall.who("KEN"), "discard-amendment", { amendment });
    await hall.refuses("not_found", () => hall.post(hall.who("BRA"), "decline-invitation", { amendment }));
  });

  test("[W5] a list that was just read by others shows it to those whose it is, and to nobody else, from one act to the next", async () => {
    const listed = async (whom: string, wanted: string) => {
      const list = await hall.reads(hall.who(whom), "amendments", { instrument: "declaration" });
      return list.find(({ id }) => id === wanted);
    };
    const { amendment, room } = await start();
    await typesAtEnd(await hall.opens(hall.who("KEN"), room), "op1-c", " Listed.");
    for (const whom of ["BRA", "FRA"]) expect(await listed(whom, amendment)).toBeUndefined();
    expect((await listed("KEN", amendment))?.permissions).toMatchObject({ edit_amendment: { ok: true } });
    await invite(amendment, "BRA");
    expect((await listed("BRA", amendment))?.permissions).toEqual({});
    expect(await listed("FRA", amendment)).toBeUndefined();
    await hall.does(hall.who("BRA"), "sponsor-amendment", { amendment });
    expect((await listed("BRA", amendment))?.permissions).toMatchObject({ edit_amendment: { ok: true } });
    await hall.does(hall.who("KEN"), "submit-amendment", { amendment, rationale: "Because", sponsors: [] });
    const seen = await listed("FRA", amendment);
    expect(seen).toMatchObject({ state: "submitted", sponsors: [{ code: "BRA" }], permissions: {} });
    expect(await listed("SEN", amendment)).toEqual(seen);
    await hall.sql(`update delegations set name = jsonb_set(name, '{en}', '"Brasil"') where code = 'BRA'`);
    expect((await listed("FRA", amendment))?.sponsors).toMatchObject([{ name: { en: "Brasil" } }]);
  });

  test("[A14] only who has joined counts as a seconder", async () => {
    await hall.sql("update conferences set preset = 'roberts'");
    const { amendment, room } = await start();
    await typesAtEnd(await hall.opens(hall.who("KEN"), room), "op1-c", " Seconded.");
    const submit = { amendment, rationale: "Because", sponsors: ["BRA"] };
    await hall.refuses("not_sponsored_enough", () => hall.post(hall.who("KEN"), "submit-amendment", submit), {
      rule: "A14",
      detail: { sponsors: 0, needed: 1 },
    });
    await invite(amendment, "BRA");
    await hall.refuses("not_sponsored_enough", () => hall.post(hall.who("KEN"), "submit-amendment", submit), {
      rule: "A14",
      detail: { sponsors: 0, needed: 1 },
    });
    await hall.does(hall.who("BRA"), "sponsor-amendment", { amendment });
    await hall.does(hall.who("KEN"), "submit-amendment", submit);
    await hall.sql("update conferences set preset = 'un-conference'");
  });
});

describe("once it is submitted", () => {
  test("[W5] those invited with it answer for themselves; others see nothing of the asking", async () => {
    const { amendment } = await hall.does(hall.who("KEN"), "propose-amendment", {
      ...(await addition(hall, "declaration", "op2-a", " Soon.")),
      instrument: "declaration",
      rationale: "Because",
      sponsors: ["BRA", "FRA", "KEN"],
    });
    const codes = async (whom: string) =>
      (await see(amendment, whom)).invitations.map(({ delegation }) => delegation.code);
    expect(await codes("KEN")).toEqual(["BRA", "FRA"]);
    expect(await codes("BRA")).toEqual(["BRA"]);
    expect(await codes("SEN")).toEqual([]);
    expect((await see(amendment)).sponsors).toEqual([]);

    await hall.does(hall.who("FRA"), "sponsor-amendment", { amendment });
    await hall.does(hall.who("BRA"), "decline-invitation", { amendment });
    expect(await codes("BRA")).toEqual([]);
    expect((await see(amendment)).sponsors.map(({ code }) => code)).toEqual(["FRA"]);
    // A co-sponsor asks others as well.
    await hall.does(hall.who("FRA"), "invite-sponsors", { amendment, delegations: ["SEN"] });
    expect(await codes("SEN")).toEqual(["SEN"]);
    // Who declined may still change its mind.
    await hall.does(hall.who("BRA"), "sponsor-amendment", { amendment });
    expect(await codes("KEN")).toEqual(["SEN"]);
  });

  test("asking again who sponsors it, or was asked, changes nothing", async () => {
    const { amendment } = await proposes(hall, hall.who("KEN"), {
      block: "op2-b",
      words: " Soon.",
      sponsors: ["BRA"],
    });
    await invite(amendment, "FRA");
    const before = await hall.fingerprint();
    await invite(amendment, "BRA", "FRA", "KEN");
    expect(await hall.fingerprint()).toEqual(before);
  });

  test("who may not be asked is named, and an invitation that is none is not answered", async () => {
    const { amendment } = await proposes(hall, hall.who("KEN"), { block: "op2-c", words: " Soon." });
    const ask = (...delegations: string[]) =>
      hall.post(hall.who("KEN"), "invite-sponsors", { amendment, delegations });
    await hall.refuses("not_found", () => ask("BRA", "XXX"), { detail: { delegation: "XXX" } });
    await hall.refuses("not_allowed", () => ask("ICAE"), { rule: "W2", detail: { delegation: "ICAE" } });
    await hall.refuses("not_found", () => hall.post(hall.who("BRA"), "decline-invitation", { amendment }), {
      rule: "W5",
    });
    await hall.refuses(
      "not_found",
      () => hall.post(hall.who("KEN"), "take-back-invitation", { amendment, delegation: "BRA" }),
      { rule: "W5" },
    );
    await hall.refuses(
      "not_allowed",
      () => hall.post(hall.who("BRA"), "invite-sponsors", { amendment, delegations: ["SEN"] }),
      { detail: { reason: "not_own_amendment" } },
    );
  });

  test("[W5] nobody is asked once it is put or decided", async () => {
    const { amendment } = await proposes(hall, hall.who("KEN"), { block: "op3-b", words: " Soon." });
    const vote = await puts(hall, amendment);
    const ask = () => hall.post(hall.who("KEN"), "invite-sponsors", { amendment, delegations: ["BRA"] });
    await hall.refuses("wrong_state", ask, { rule: "W5" });
    await hall.does(hall.who("chair"), "declare-consensus", { vote });
    await hall.refuses("wrong_state", ask, { rule: "W5" });
  });

  test("the record still verifies, with invitations answered either way", async () => {
    const { amendment } = await proposes(hall, hall.who("KEN"), { block: "op3-a", words: " Soon." });
    await invite(amendment, "BRA", "SEN");
    await hall.does(hall.who("SEN"), "sponsor-amendment", { amendment });
    await hall.does(hall.who("BRA"), "decline-invitation", { amendment });
    await decides(hall, amendment, { KEN: "yes" });
    expect(await hall.reads(hall.who("secretariat"), "verification")).toMatchObject({
      ok: true,
      problems: [],
    });
  });
});
