import type { Server } from "node:http";
import type { AddressInfo } from "node:net";
import { metricsServer, openPrometheus } from "../../server/metrics/prometheus";
import { until } from "../support/children";
import { InProcess, typesAtEnd } from "../support/in-process";
import { LiveClient } from "../support/live-client";

const ROOM = "beijing-2013.declaration.en";

let hall: InProcess;
let server: Server;
let address: string;
beforeAll(async () => {
  const prometheus = openPrometheus();
  hall = await InProcess.start({ metrics: prometheus.metrics });
  server = metricsServer(prometheus);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(async () => {
  await hall.stop();
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

/** The lines of the answer by name and labels, as a scraper reads them. */
async function scraped(): Promise<Map<string, number>> {
  const response = await fetch(`${address}/metrics`);
  expect(response.status).toBe(200);
  expect(response.headers.get("content-type")).toContain("text/plain");
  const lines = (await response.text())
    .split("\n")
    // Of a figure of Node's that has no sample since the last look, the mean is none.
    .filter((line) => line !== "" && !line.startsWith("#") && !/^nodejs_\S+ nan$/i.test(line));
  return new Map(
    lines.map((line) => {
      const at = line.lastIndexOf(" ");
      const value = Number(line.slice(at + 1));
      if (Number.isNaN(value)) throw new Error(`not a sample: ${line}`);
      return [line.slice(0, at), value];
    }),
  );
}
const of = (samples: Map<string, number>, name: string) => samples.get(name) ?? 0;

test("what is open, what was done and how long it took, as it happens", async () => {
  const before = await scraped();
  const client = await hall.opens(hall.who("FRA"), ROOM);
  const stream = await LiveClient.open(hall, hall.who("KEN"));
  await typesAtEnd(client, "op1", " Counted.");
  await hall.does(hall.who("committee-chair"), "save-version", {
    instrument: "declaration",
    language: "en",
    label: "Counted",
  });
  await hall.refuses("not_allowed", () =>
    hall.post(hall.who("KEN"), "open-reading", { instrument: "declaration" }),
  );
  const open = await scraped();
  expect(of(open, "concord_rooms_open")).toBe(of(before, "concord_rooms_open") + 1);
  expect(of(open, "concord_sockets")).toBe(1);
  expect(of(open, "concord_sockets_pending")).toBe(0);
  expect(of(open, "concord_sockets_lagging")).toBe(0);
  expect(of(open, "concord_live_streams")).toBe(1);
  const more = (name: string) => of(open, name) - of(before, name);
  expect(more("concord_flush_seconds_count")).toBeGreaterThan(0);
  expect(more("concord_commit_seconds_count")).toBeGreaterThan(0);
  expect(more("concord_saved_seconds_count")).toBeGreaterThan(0);
  expect(more('concord_saved_seconds_bucket{le="10"}')).toBe(more("concord_saved_seconds_count"));
  expect(more("concord_ledger_entries_total")).toBe(2);
  expect(more('concord_command_seconds_count{command="save-version",outcome="ok"}')).toBe(1);
  expect(more('concord_command_seconds_count{command="open-reading",outcome="not_allowed"}')).toBe(1);
  expect(of(open, 'concord_database_connections{pool="main",state="waiting"}')).toBe(0);
  expect(of(open, 'concord_database_connections{pool="main",state="idle"}')).toBeGreaterThan(0);
  expect(open.has("nodejs_eventloop_lag_p99_seconds")).toBe(true);

  stream.close();
  expect((await hall.opens(null, ROOM)).closed).not.toBeNull();
  client.ws.terminate();
  await until("both have gone", async () => {
    const now = await scraped();
    return of(now, "concord_sockets") === 0 && of(now, "concord_live_streams") === 0;
  });
  const after = await scraped();
  expect(of(after, 'concord_sockets_closed_total{code="sign_in"}')).toBe(1);
  expect(of(after, 'concord_sockets_closed_total{code="left"}')).toBe(1);
});

test("no name of a person, no words and no id of anything is a label", async () => {
  const answer = await (await fetch(`${address}/metrics`)).text();
  for (const { name } of [hall.who("FRA"), hall.who("KEN")]) expect(answer).not.toContain(name);
  expect(answer).not.toMatch(/[0-9a-f]{8}-[0-9a-f]{4}-/);
  expect(answer).not.toContain(ROOM);
});

test.each(["/", "/metrics/more", "/healthz"])("%s is nothing there", async (path) => {
  expect((await fetch(address + path)).status).toBe(404);
});

test("the server that people reach shows no metrics", async () => {
  expect((await fetch(`${hall.url}/metrics`)).status).toBe(404);
});
