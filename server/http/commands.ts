import { type Request, type Response, Router } from "express";
import { z } from "zod";
import { COMMANDS, type CommandName } from "../../shared/api/commands";
import { canonicalJson } from "../../shared/records/canonical-json";
import { actorOf, type Context, type Handler, type Result } from "../commands/context";
import { HANDLERS } from "../commands/table";
import { repeated, sha256Hex } from "../commands/transact";
import { selectOptionalAnswer } from "../db/ledger";
import type { PersonRecord } from "../db/people";
import { sendError, sendInvalid, sendUnstorable } from "./respond";
import { requireOwnOrigin, requirePerson, type Services } from "./services";
import { unstorablePlaces } from "./storable";

const keyShape = z.string().regex(/^[\x21-\x7e]{8,100}$/);

function isCommand(name: string): name is CommandName {
  return Object.hasOwn(COMMANDS, name);
}

/** `POST /api/commands/<name>`: sign-in, shape, then the use-case. */
export function commandRoutes(services: Services): Router {
  const router = Router();
  router.post("/api/commands/:name", async (request, response) => {
    if (!requireOwnOrigin(services, request, response)) return;
    const person = await requirePerson(services, request, response);
    if (!person) return;
    const { name } = request.params;
    if (!isCommand(name)) return sendError(response, "not_found", { detail: { command: name } });
    await run(services, person, name, request, response);
  });
  return router;
}

/** The part of a request whose hash is kept, so that a key is not used for another one. */
function keptOf(name: CommandName, body: object): object {
  const command = COMMANDS[name];
  const unkept: readonly string[] = "unkept" in command ? command.unkept : [];
  return Object.fromEntries(Object.entries(body).filter(([field]) => !unkept.includes(field)));
}

async function run<N extends CommandName>(
  services: Services,
  person: PersonRecord,
  name: N,
  request: Request,
  response: Response,
): Promise<void> {
  const body = COMMANDS[name].body.safeParse(request.body);
  if (!body.success) return sendInvalid(response, body.error);
  const unstorable = unstorablePlaces(body.data);
  if (unstorable.length > 0) return sendUnstorable(response, unstorable);
  const key = keyShape.optional().safeParse(request.get("idempotency-key"));
  if (!key.success) return sendInvalid(response, key.error);
  const context: Context = {
    deps: services.deps,
    conferenceId: person.conferenceId,
    person,
    actor: actorOf(person),
    repeat:
      key.data === undefined
        ? null
        : { key: key.data, command: name, requestSha256: sha256Hex(canonicalJson(keptOf(name, body.data))) },
  };
  const isAnswered = async () =>
    key.data !== undefined && (await selectOptionalAnswer(services.pool, person.id, key.data)) !== null;
  // zod and the handler agree on N; the compiler cannot follow that through the table.
  const handler = HANDLERS[name] as unknown as Handler<CommandName>;
  // A request whose answer was lost on the way is answered again, and nothing is done twice.
  const carryOut = async () => {
    const result = (await isAnswered())
      ? await repeated(context)
      : await handler(context, body.data as never);
    // Its twin, sent at the same moment, may have been carried out while this one waited: then it comes too late to be
    // done again, and that is no reason to refuse it.
    return !result.ok && (await isAnswered()) ? repeated(context) : result;
  };
  const result = await timed(services, name, carryOut);
  if (!result.ok) return sendError(response, result.code, { rule: result.rule, detail: result.detail });
  response.json(result.answer);
}

async function timed<T>(
  { metrics }: Services,
  name: CommandName,
  work: () => Promise<Result<T>>,
): Promise<Result<T>> {
  const startedAt = performance.now();
  let outcome = "failed";
  try {
    const result = await work();
    outcome = result.ok ? "ok" : result.code;
    return result;
  } finally {
    metrics.commandDone(name, outcome, performance.now() - startedAt);
  }
}
