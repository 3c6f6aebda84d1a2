import type { Pool } from "pg";
import { insertLink, insertPerson } from "../../../server/db/people";
import { hashToken, newToken } from "../../../server/identity/tokens";
import {
  COMMANDS,
  type CommandAnswer,
  type CommandBody,
  type CommandName,
} from "../../../shared/api/commands";
import { type ErrorCode, errorShape } from "../../../shared/api/errors";
import { QUERIES, type QueryAnswer, type QueryName } from "../../../shared/api/routes";
import { unsaidParagraphs } from "../../../shared/rules/concordance";
import type { BodySlug } from "../../../shared/rules/people";
import type { Language } from "../../../shared/text/model";
import { readTextDoc, writeChange } from "../../../shared/text/yjs";
import { until } from "../children";
import { connect } from "../collab-kit";
import { replaces, typesAtEnd } from "../in-process";
import type { Answer, Person, TestServer } from "../server";
import { type Edit, patchOf } from "./edits";
import type { Line } from "./line";

export type Choice = "yes" | "no" | "abstain";

/**
 * The afternoon as those who were there would tell it: who does what, and what comes of it. People are called by their
 * role or by the code of their delegation, amendments by the tag they got (`A-7`), in another text by `slug/A-1`.
 */
export class Day {
  /** What is being talked about, and before which body. */
  instrument = "declaration";
  body: BodySlug = "drafting-committee";
  /** The question before the body. */
  vote = "";
  /** Called when a question is put in writing that nobody will object to. */
  whileSilent: (vote: string, deadline: Date) => Promise<void> = async () => {};
  /** What everybody answered, vote by vote: what the record must come to. */
  readonly given: { vote: string; method: string; ballots: Map<string, Choice> }[] = [];
  readonly #people = new Map<string, Promise<Person>>();
  readonly #amendments = new Map<string, string>();

  constructor(
    readonly server: TestServer,
    readonly line: Line,
  ) {}

  get pool(): Pool {
    const { database } = this.server;
    if (!database) throw new Error("The server is on a Postgres of its own.");
    return database.pool;
  }

  /** The chair of the body that meets. */
  get chair(): string {
    return this.body === "plenary" ? "chair" : "committee-chair";
  }

  /** Somebody of the worked example; a delegation that has nobody there but its observer or a chair sends a delegate. */
  person(who: string): Promise<Person> {
    const known = this.#people.get(who);
    if (known) return known;
    const found = this.server.demo.people.find(
      ({ role, delegation }) => role === who || (delegation === who && !/chair|observer/.test(role)),
    );
    const arriving = found ? this.server.signIn(found.name) : this.#arrive(who);
    this.#people.set(who, arriving);
    return arriving;
  }

  async #arrive(code: string): Promise<Person> {
    const { pool } = this;
    const [delegation] = (
      await pool.query<{ id: string; conference: string }>(
        "select id, conference_id as conference from delegations where code = $1",
        [code],
      )
    ).rows;
    if (!delegation) throw new Error(`There is no delegation ${code}.`);
    const { rows } = await pool.query<{ id: string }>("select gen_random_uuid() as id");
    const id = rows[0]?.id ?? "";
    const name = `Delegate of ${code}`;
    const role = "delegate";
    const key = `delegate-${code.toLowerCase()}`;
    const { conference: conferenceId } = delegation;
    await insertPerson(pool, {
      id,
      conferenceId,
      key,
      name,
      role,
      delegationId: delegation.id,
      languages: ["en"],
    });
    const token = newToken();
    const expiresAt = new Date(Date.now() + 86_400_000);
    await insertLink(pool, { tokenHash: hashToken(token), personId: id, expiresAt, reusable: false });
    const answer = await fetch(`${this.server.baseUrl}/sign-in/${token}`, { redirect: "manual" });
    const cookie = answer.headers.get("set-cookie")?.split(";")[0];
    if (!cookie) throw new Error(`${name} was not signed in (${answer.status}).`);
    return { name, role, delegation: code, signInUrl: "", cookie };
  }

  async tries(who: string, command: CommandName, body: object): Promise<Answer> {
    return this.line.send(await this.person(who), command, body);
  }

  /** Does it, and is answered as was promised. */
  async does<N extends CommandName>(
    who: string,
    command: N,
    body: CommandBody<N>,
  ): Promise<CommandAnswer<N>> {
    const { status, body: said } = await this.tries(who, command, body);
    if (status !== 200) throw new Error(`${who}: ${command} was answered ${JSON.stringify(said)}`);
    return COMMANDS[command].answer.parse(said) as CommandAnswer<N>;
  }

  /** Tries it, and is refused with this code and rule. */
  async isRefused<N extends CommandName>(
    who: string,
    command: N,
    body: CommandBody<N>,
    code: ErrorCode,
    rule: string | null = null,
  ): Promise<void> {
    const answer = await this.tries(who, command, body);
    const { code: said, rule: named } = errorShape.catch({ code: "none" } as never).parse(answer.body);
    expect({ who, command, code: said, rule: named }).toEqual({ who, command, code, rule });
  }

  async reads<N extends QueryName>(
    who: string,
    query: N,
    params: Record<string, string> = {},
    asked: Record<string, string> = {},
  ): Promise<QueryAnswer<N>> {
    const address = QUERIES[query].path.replaceAll(/:(\w+)/g, (_, name: string) => params[name] ?? "");
    const answer = await this.line.get(await this.person(who), `${address}?${new URLSearchParams(asked)}`);
    if (answer.status !== 200)
      throw new Error(`${who}: ${address} was answered ${JSON.stringify(answer.body)}`);
    return QUERIES[query].answer.parse(answer.body) as QueryAnswer<N>;
  }

  /** Somebody's public key of the interface: their id. */
  async idOf(who: string): Promise<string> {
    return (await this.reads(who, "me")).person.id;
  }

  // Amendments

  /** `A-7` of the text being talked about, `slug/A-1` of another. */
  amendment(tag: string): string {
    const id = this.#amendments.get(tag.includes("/") ? tag : `${this.instrument}/${tag}`);
    if (!id) throw new Error(`There is no amendment ${tag}.`);
    return id;
  }

  knows(instrument: string, tag: string, id: string): void {
    this.#amendments.set(`${instrument}/${tag}`, id);
  }

  /** The newest version of the text being talked about. */
  async latest(language: Language = "en") {
    const { instrument } = this;
    const version = (await this.reads("secretariat", "versions", { instrument }, { language })).at(-1);
    if (!version) throw new Error(`${instrument} has no version in ${language}.`);
    const { id, blocks } = await this.reads("secretariat", "version", { version: version.id });
    return { id, blocks: blocks.map(({ label: _label, path: _path, ...block }) => block) };
  }

  /** A finished amendment, handed in at once; it gets `tag`. `sponsors` are asked to join, and do. */
  async proposes(who: string, tag: string, edits: Edit[], sponsors: string[] = []): Promise<void> {
    const { instrument } = this;
    const { id: baseVersion, blocks } = await this.latest();
    const proposed = await this.does(who, "propose-amendment", {
      instrument,
      baseVersion,
      patch: patchOf(blocks, edits),
      rationale: `Our reasons for ${tag}.`,
      sponsors,
    });
    expect(proposed.tag).toBe(tag);
    this.knows(instrument, tag, proposed.amendment);
    for (const code of sponsors)
      await this.does(code, "sponsor-amendment", { amendment: proposed.amendment });
  }

  /** Drafted by hand in a room of its own, and handed in: an amendment to an amendment, or an earlier one begun again. */
  async drafts(
    who: string,
    tag: string,
    from: { amends: string } | { redrafts: string } | object,
    edits: Extract<Edit, { in: string }>[],
  ): Promise<void> {
    const { instrument } = this;
    const origin =
      "amends" in from
        ? { amends: this.amendment(from.amends) }
        : "redrafts" in from
          ? { redrafts: this.amendment(from.redrafts) }
          : {};
    const { amendment, room } = await this.does(who, "start-amendment", {
      instrument,
      language: "en",
      ...origin,
    });
    await this.types(who, room, edits);
    const submitted = await this.does(who, "submit-amendment", {
      amendment,
      rationale: `Our reasons for ${tag}.`,
      sponsors: [],
    });
    expect(submitted.tag).toBe(tag);
    this.knows(instrument, tag, amendment);
  }

  /** In a live room, word by word saved. */
  async types(who: string, room: string, edits: Extract<Edit, { in: string }>[]): Promise<void> {
    if (edits.length === 0) return;
    const client = await this.#enters(who, room);
    for (const edit of edits)
      if ("add" in edit) await typesAtEnd(client, edit.in, edit.add);
      else await replaces(client, edit.in, edit.for, edit.put);
    client.ws.terminate();
  }

  /** What the source says and the language does not is begun there, each paragraph after the one it follows in the source. */
  async translatesMissing(language: Language): Promise<void> {
    const [source, own] = await Promise.all(
      ["en", language].map((one) => this.#enters("translator", `beijing-2013.${this.instrument}.${one}`)),
    );
    if (!source || !own) throw new Error("no rooms");
    const theirs = readTextDoc(source.doc);
    const { blocks } = readTextDoc(own.doc);
    const missing = new Set(unsaidParagraphs({ blocks }, theirs));
    theirs.blocks.forEach((block, i) => {
      const at = blocks.findIndex(({ id }) => id === theirs.blocks[i - 1]?.id);
      if (missing.has(block.id)) blocks.splice(at + 1, 0, block);
    });
    if (missing.size > 0) writeChange(own.doc, { blocks });
    await until("it is saved", () => own.saved === own.sent || own.closed !== null);
    for (const client of [source, own]) client.ws.terminate();
  }

  async #enters(who: string, room: string) {
    const { cookie } = await this.person(who);
    const client = connect(`${this.server.baseUrl.replace(/^http/, "ws")}/collab/${room}`, {
      headers: { cookie },
    });
    await until(`${room} opens`, () => client.synced || client.closed !== null);
    return client;
  }

  async findsAdmissible(...tags: string[]): Promise<void> {
    for (const tag of tags) {
      const amendment = this.amendment(tag);
      await this.does(this.chair, "rule-on-amendment", { amendment, admissible: true, reason: "" });
    }
  }

  async findsInadmissible(tag: string, reason: string): Promise<void> {
    const amendment = this.amendment(tag);
    await this.does(this.chair, "rule-on-amendment", { amendment, admissible: false, reason });
  }

  /** The chair confirms the order of voting: these first, the rest as the rules suggest (Rules A3, A4). */
  async confirmsOrder(...tags: string[]): Promise<void> {
    const { instrument, chair } = this;
    const { votingOrder } = await this.reads(chair, "instrument", { instrument });
    const first = tags.map((tag) => this.amendment(tag));
    const rest = votingOrder.suggested.map(({ amendment }) => amendment).filter((id) => !first.includes(id));
    await this.does(chair, "confirm-order", { instrument, order: [...first, ...rest] });
  }

  /** What became of an amendment. */
  async stateOf(tag: string): Promise<string> {
    return (await this.reads("secretariat", "amendment", { amendment: this.amendment(tag) })).state;
  }

  // Questions

  /** The chair puts an amendment, or with null the text as a whole, which is then the question before the body. */
  async puts(tag: string | null, silenceUntil?: string): Promise<void> {
    const { instrument } = this;
    const amendment = tag === null ? null : this.amendment(tag);
    const { vote } = await this.does(this.chair, "put-question", {
      instrument,
      amendment,
      ...(silenceUntil ? { silenceUntil } : {}),
    });
    this.vote = vote;
  }

  /** Put, and nobody objects (Rule C1). */
  async byConsensus(...tags: (string | null)[]): Promise<void> {
    for (const tag of tags) {
      await this.puts(tag);
      await this.soDecided();
    }
  }

  async soDecided(): Promise<void> {
    const { vote } = this;
    await this.does(this.chair, "declare-consensus", { vote });
    expect(await this.question()).toMatchObject({ state: "so_decided", tally: null, result: "carried" });
  }

  question() {
    return this.reads("secretariat", "vote", { vote: this.vote });
  }

  async objects(who: string, words?: string): Promise<void> {
    await this.does(who, "raise-objection", { vote: this.vote, ...(words ? { words } : {}) });
  }

  /** Delegations of these regions or with these codes that are in the room, by the body's own list. */
  async inTheRoom(...groups: string[]): Promise<string[]> {
    const delegations = await this.reads("secretariat", "delegations");
    return delegations
      .filter(({ presence }) => presence[this.body])
      .filter(({ code, region }) => groups.length === 0 || groups.includes(region) || groups.includes(code))
      .map(({ code }) => code);
  }

  /** So many of a body's members are there, the first by English name. */
  async present(count: number): Promise<void> {
    const { body } = this;
    const members = (await this.reads("secretariat", "delegations")).filter(
      ({ presence }) => presence[body] !== undefined,
    );
    for (const [i, { code, presence }] of members.entries())
      if (presence[body] !== i < count)
        await this.does("secretariat", "record-presence", { body, delegation: code, present: i < count });
  }
}

/** `KEN BRA` → yes of Kenya, yes of Brazil. */
export function ballots(yes: string, no = "", abstain = ""): Map<string, Choice> {
  const of = (codes: string, choice: Choice) =>
    codes
      .split(" ")
      .filter((code) => code !== "")
      .map((code) => [code, choice] as const);
  return new Map([...of(yes, "yes"), ...of(no, "no"), ...of(abstain, "abstain")]);
}

export function tallyOf(given: ReadonlyMap<string, Choice>): Record<Choice, number> {
  const tally = { yes: 0, no: 0, abstain: 0 };
  for (const choice of given.values()) tally[choice]++;
  return tally;
}
