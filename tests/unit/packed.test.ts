import { once } from "node:events";
import { get, type IncomingHttpHeaders } from "node:http";
import type { AddressInfo } from "node:net";
import { gunzipSync } from "node:zlib";
import express from "express";
import { Packed } from "../../server/http/packed";

const long = { words: "The cities learn. ".repeat(200) };

/** What a client that takes `encoding` is sent. */
async function sent(
  answer: object,
  encoding: string,
  packed = new Packed(),
): Promise<{ headers: IncomingHttpHeaders; body: Buffer }> {
  const app = express().get("/", (request, response) => packed.send(request, response, answer));
  const server = app.listen(0, "127.0.0.1");
  await once(server, "listening");
  try {
    const { port } = server.address() as AddressInfo;
    const request = get({ port, host: "127.0.0.1", agent: false, headers: { "accept-encoding": encoding } });
    const [response] = await once(request, "response");
    const chunks: Buffer[] = [];
    for await (const chunk of response) chunks.push(chunk);
    return { headers: response.headers, body: Buffer.concat(chunks) };
  } finally {
    server.close();
  }
}

test("who takes it gets a long answer packed, with its length", async () => {
  const { headers, body } = await sent(long, "br, gzip");
  expect(headers).toMatchObject({ "content-encoding": "gzip", vary: "accept-encoding" });
  expect(Number(headers["content-length"])).toBe(body.length);
  expect(JSON.parse(gunzipSync(body).toString())).toEqual(long);
});

test("an answer that is given again as the very same one is written and packed once", async () => {
  const packed = new Packed();
  let written = 0;
  const answer = { toJSON: () => ({ ...long, written: ++written }) };
  for (const _ of [1, 2]) {
    const { body } = await sent(answer, "gzip", packed);
    expect(JSON.parse(gunzipSync(body).toString())).toEqual({ ...long, written: 1 });
  }
});

test("who does not take it, and whoever is given a short one, gets it as it is", async () => {
  for (const [answer, encoding] of [
    [long, "gzip;q=0, identity"],
    [{ ok: true }, "gzip"],
  ] as const) {
    const { headers, body } = await sent(answer, encoding);
    expect(headers["content-encoding"]).toBeUndefined();
    expect(JSON.parse(body.toString())).toEqual(answer);
  }
});
