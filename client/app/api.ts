import "./zod-without-eval";
import {
  keepPreviousData,
  QueryClient,
  type UseMutationResult,
  type UseQueryResult,
  useMutation,
  useQuery,
  useQueryClient,
} from "@tanstack/react-query";
import { useRef } from "react";
import { COMMANDS, type CommandAnswer, type CommandBody, type CommandName } from "../../shared/api/commands";
import { type ApiError, type ErrorCode, errorShape } from "../../shared/api/errors";
import { type AmendmentImport, amendmentImportShape } from "../../shared/api/import-amendments";
import { type ImportPreview, importPreviewShape } from "../../shared/api/imports";
import { QUERIES, type QueryAnswer, type QueryName } from "../../shared/api/routes";
import { forgetKept, keepFor, keepSoon, keptAnswer } from "../offline/kept";

/** What only the browser can notice, beside the codes of `shared/api/errors.ts`. */
export type FailureCode = ErrorCode | "unreachable" | "unexpected_answer";
export type Failure = Omit<ApiError, "code"> & { code: FailureCode };

/** A foreseeable "no" of the server, or no answer at all. `status` is 0 when nothing came back. */
export class ApiFailure extends Error {
  readonly failure: Failure;
  readonly status: number;

  constructor(failure: Failure, status: number, options?: ErrorOptions) {
    super(failure.message, options);
    this.name = "ApiFailure";
    this.failure = failure;
    this.status = status;
  }
}

/** As screens say it, whatever went wrong. */
export function failureOf(error: unknown): Pick<ApiError, "rule" | "id" | "detail"> & { code: string } {
  return error instanceof ApiFailure ? error.failure : { code: "unknown", rule: null };
}

type PathParam<Path extends string> = Path extends `${string}:${infer Name}/${infer Rest}`
  ? Name | PathParam<Rest>
  : Path extends `${string}:${infer Name}`
    ? Name
    : never;
type Output<N extends QueryName> = (typeof QUERIES)[N]["query"]["_output"];
// A strict object without fields infers as an index signature, which would forbid the path parameters.
type AskedOf<N extends QueryName> = { [K in keyof Output<N> as string extends K ? never : K]: Output<N>[K] };
/** Path and query parameters of a read, together. */
export type QueryParams<N extends QueryName> = Record<PathParam<(typeof QUERIES)[N]["path"]>, string> &
  AskedOf<N>;

function addressOf(name: QueryName, params: Record<string, unknown>): string {
  const rest = new URLSearchParams();
  let path: string = QUERIES[name].path;
  for (const [key, value] of Object.entries(params)) {
    if (value === undefined || value === null) continue;
    const slot = `:${key}`;
    if (path.split("/").includes(slot)) path = path.replace(slot, encodeURIComponent(String(value)));
    else rest.set(key, String(value));
  }
  return rest.size > 0 ? `${path}?${rest}` : path;
}

async function send(address: string, init: RequestInit): Promise<unknown> {
  let response: Response;
  try {
    response = await fetch(address, init);
  } catch (cause) {
    if (init.signal?.aborted) throw cause;
    throw new ApiFailure({ code: "unreachable", message: `no answer from ${address}`, rule: null }, 0, {
      cause,
    });
  }
  const body: unknown = await response.json().catch(() => null);
  if (response.ok) return body;
  const error = errorShape.safeParse(body);
  if (error.success) throw new ApiFailure(error.data, response.status);
  const code = response.status === 503 || response.status === 502 ? "try_again" : "unexpected_answer";
  throw new ApiFailure({ code, message: `${response.status} from ${address}`, rule: null }, response.status);
}

function unexpected(address: string, cause: unknown): ApiFailure {
  return new ApiFailure(
    { code: "unexpected_answer", message: `answer of ${address} has another shape`, rule: null },
    200,
    { cause },
  );
}

/** One read of the HTTP interface. Throws `ApiFailure`. */
export async function query<N extends QueryName>(
  name: N,
  params: QueryParams<N>,
  signal?: AbortSignal,
): Promise<QueryAnswer<N>> {
  const address = addressOf(name, params);
  const answer = await send(address, { signal });
  const parsed = QUERIES[name].answer.safeParse(answer);
  if (!parsed.success) throw unexpected(address, parsed.error);
  return parsed.data as QueryAnswer<N>;
}

// A version never changes, and neither does what lies between two of them or is begun on one.
const FIXED: ReadonlySet<QueryName> = new Set(["amendment-start", "compare", "origins", "version"]);

// What the drafting room is drawn from: it opens without the server as it last was.
const KEPT: ReadonlySet<QueryName> = new Set([
  "me",
  "conference",
  "instrument",
  "amendments",
  "comments",
  "agreement",
]);

/** `query`, and where no server answers and nothing is on screen yet, what it last said to this person on this machine. */
async function queryOrKept<N extends QueryName>(
  client: QueryClient,
  name: N,
  params: QueryParams<N>,
  signal: AbortSignal,
): Promise<QueryAnswer<N>> {
  if (!KEPT.has(name)) return query(name, params, signal);
  const address = addressOf(name, params);
  try {
    const answer = await query(name, params, signal);
    belongsTo(name, answer);
    keepSoon(address, answer);
    return answer;
  } catch (error) {
    if (name === "me" && error instanceof ApiFailure && error.status === 401)
      await forgetKept().catch(() => undefined);
    if (!mayHelpToRepeat(error) || client.getQueryData([name, params]) !== undefined) throw error;
    // What a screen asks for early may be asked for before it is known who asks: what is kept may be another person's.
    if (name !== "me")
      await client.ensureQueryData({
        queryKey: ["me", {}],
        queryFn: ({ signal: late }) => queryOrKept(client, "me", {}, late),
      });
    const kept = QUERIES[name].answer.safeParse(await keptAnswer(address).catch(() => undefined));
    if (!kept.success) throw error;
    const answer = kept.data as QueryAnswer<N>;
    belongsTo(name, answer);
    return answer;
  }
}

/** What is read is kept for who is signed in. */
function belongsTo(name: QueryName, answer: unknown): void {
  if (name === "me") keepFor((answer as QueryAnswer<"me">).person.id);
}

function mayHelpToRepeat(error: unknown): boolean {
  return error instanceof ApiFailure && ["unreachable", "try_again"].includes(error.failure.code);
}

export function createQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      // What cannot be sent is said at once. Held back until the network returns, a ballot would be cast unseen.
      mutations: { networkMode: "always" },
      queries: {
        networkMode: "always",
        refetchOnReconnect: true,
        staleTime: 30_000,
        refetchOnWindowFocus: false,
        retry: (failures, error) => failures < 3 && mayHelpToRepeat(error),
      },
    },
  });
}

/** Begins a read that was never made, before the screen that shows it is there; the screen then finds it under way, or answered. */
export function readEarly<N extends QueryName>(client: QueryClient, name: N, params: QueryParams<N>): void {
  const queryKey = [name, params];
  if (client.getQueryState(queryKey)) return;
  void client.prefetchQuery({
    queryKey,
    queryFn: ({ signal }) => queryOrKept(client, name, params, signal),
  });
}

/**
 * A read kept fresh by live events. `enabled: false` leaves it alone until its parameters are known; `keepsLast`: what was asked for before
 * stays on the screen until the answer is there. `everyMs`: asked for again so often, for what no event tells of.
 */
export function useApi<N extends QueryName>(
  name: N,
  params: QueryParams<N>,
  options: { enabled?: boolean; keepsLast?: boolean; everyMs?: number } = {},
): UseQueryResult<QueryAnswer<N>, ApiFailure> {
  const client = useQueryClient();
  return useQuery<QueryAnswer<N>, ApiFailure>({
    queryKey: [name, params],
    queryFn: ({ signal }) => queryOrKept(client, name, params, signal),
    enabled: options.enabled ?? true,
    ...(options.everyMs ? { refetchInterval: options.everyMs } : {}),
    ...(options.keepsLast ? { placeholderData: keepPreviousData } : {}),
    ...(FIXED.has(name) ? { staleTime: Number.POSITIVE_INFINITY } : {}),
  });
}

/** `crypto.randomUUID` exists only over https and on localhost; a conference's own network may have neither. */
function newKey(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) =>
    byte.toString(16).padStart(2, "0"),
  ).join("");
}

const PATIENCE_MS = [400, 1_500];

/** One act. The same key goes with every attempt, so that an answer lost on the way never means an act done twice. */
export async function command<N extends CommandName>(
  name: N,
  body: CommandBody<N>,
  key = newKey(),
): Promise<CommandAnswer<N>> {
  const address = `/api/commands/${name}`;
  const init = {
    method: "POST",
    headers: { "content-type": "application/json", "idempotency-key": key },
    body: JSON.stringify(body),
  };
  for (let attempt = 0; ; attempt++) {
    try {
      const answer = await send(address, init);
      const parsed = COMMANDS[name].answer.safeParse(answer);
      if (!parsed.success) throw unexpected(address, parsed.error);
      return parsed.data as CommandAnswer<N>;
    } catch (error) {
      const pauseMs = PATIENCE_MS[attempt];
      if (pauseMs === undefined || !mayHelpToRepeat(error)) throw error;
      await new Promise((resolve) => setTimeout(resolve, pauseMs));
    }
  }
}

/** How a file would come in as a text. Nothing is kept of it. Throws `ApiFailure`. */
export async function previewImport(
  file: Blob,
  asked: { name: string; instrument: string; language: string },
): Promise<ImportPreview> {
  const address = `/api/imports?${new URLSearchParams(asked)}`;
  const headers = { "content-type": "application/octet-stream" };
  const parsed = importPreviewShape.safeParse(await send(address, { method: "POST", headers, body: file }));
  if (!parsed.success) throw unexpected(address, parsed.error);
  return parsed.data;
}

/** What a file proposes, and what of it is in no amendment. Nothing is kept of it. `version` "": the one it fits best. Throws `ApiFailure`. */
export async function previewAmendments(
  file: Blob,
  { version, ...asked }: { name: string; instrument: string; language: string; version: string },
): Promise<AmendmentImport> {
  const query = new URLSearchParams({ ...asked, ...(version === "" ? {} : { version }) });
  const address = `/api/imports/amendments?${query}`;
  const headers = { "content-type": "application/octet-stream" };
  const parsed = amendmentImportShape.safeParse(await send(address, { method: "POST", headers, body: file }));
  if (!parsed.success) throw unexpected(address, parsed.error);
  return parsed.data;
}

/** Puts a file beside an amendment, as it is. Throws `ApiFailure`. */
export async function attachFile(amendment: string, file: File): Promise<void> {
  const address = `/api/amendments/${amendment}/attachments?${new URLSearchParams({ name: file.name })}`;
  const headers = { "content-type": "application/octet-stream" };
  await send(address, { method: "POST", headers, body: file });
}

// FIXED reads cannot be out of date.
const MAY_HAVE_CHANGED = {
  predicate: ({ queryKey }: { queryKey: readonly unknown[] }) => !FIXED.has(queryKey[0] as QueryName),
};

/**
 * `mutateAsync(body)` resolves once the screens have been told to read again; or, for an act whose answer says all there is
 * to know, once `onAnswer` has noted it. After a refusal, or no answer at all, they read again as well: someone may have acted before, and
 * what was sent may have been done. The same sent once more from the same place is then the same act.
 */
export function useCommand<N extends CommandName>(
  name: N,
  onAnswer?: (client: QueryClient, answer: CommandAnswer<N>, body: CommandBody<N>) => void,
): UseMutationResult<CommandAnswer<N>, ApiFailure, CommandBody<N>> {
  const client = useQueryClient();
  const unanswered = useRef<{ sent: string; key: string } | null>(null);
  return useMutation<CommandAnswer<N>, ApiFailure, CommandBody<N>>({
    mutationKey: [name],
    mutationFn: async (body) => {
      const sent = JSON.stringify(body);
      const key = unanswered.current?.sent === sent ? unanswered.current.key : newKey();
      unanswered.current = { sent, key };
      try {
        const answer = await command(name, body, key);
        unanswered.current = null;
        return answer;
      } catch (error) {
        if (!mayHelpToRepeat(error)) unanswered.current = null;
        throw error;
      }
    },
    onSuccess: (answer, body) => {
      if (onAnswer) return onAnswer(client, answer, body);
      // Not awaited: the answer is already true, and a slow list must not hold the button.
      void client.invalidateQueries(MAY_HAVE_CHANGED);
    },
    onError: (error) => {
      if (mayHelpToRepeat(error) || error.status === 409) void client.invalidateQueries(MAY_HAVE_CHANGED);
    },
  });
}
