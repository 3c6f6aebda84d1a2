import type { IncomingMessage } from "node:http";
import { isOwnOrigin, sessionToken } from "../../server/identity/sign-in";

function request(headers: Record<string, string>): IncomingMessage {
  return { headers } as unknown as IncomingMessage;
}

test.each([
  [{ host: "127.0.0.1:3000" }, null, true],
  [{ host: "127.0.0.1:3000", origin: "http://127.0.0.1:3000" }, null, true],
  [{ host: "127.0.0.1:3000", origin: "http://127.0.0.1:3001" }, null, false],
  [{ host: "127.0.0.1:3000", origin: "http://localhost:3000" }, null, false],
  [
    { host: "concord.example.org", origin: "https://concord.example.org" },
    "https://concord.example.org",
    true,
  ],
  // Behind a proxy the host is the inner one; the public address is what browsers see.
  [{ host: "10.0.0.7:3000", origin: "https://concord.example.org" }, "https://concord.example.org", true],
  [{ host: "10.0.0.7:3000", origin: "https://concord.example.org" }, null, false],
  [{ host: "10.0.0.7:3000", origin: "https://evil.example" }, "https://concord.example.org", false],
  [
    { host: "10.0.0.7:3000", origin: "https://concord.example.org.evil.example" },
    "https://concord.example.org",
    false,
  ],
  [{ host: "10.0.0.7:3000", origin: "null" }, null, false],
  [{ host: "10.0.0.7:3000", origin: "" }, null, false],
  [{ origin: "http://127.0.0.1:3000" }, null, false],
] as const)("%j with the public address %s: %s", (headers, publicUrl, own) => {
  expect(isOwnOrigin(request({ ...headers }), publicUrl)).toBe(own);
});

test.each([
  ["concord_session=abc", "abc"],
  ["a=1; concord_session=abc; b=2", "abc"],
  ["  concord_session = abc ", "abc"],
  ["concord_session=a=b", "a=b"],
  ["xconcord_session=abc", null],
  ["concord_session", null],
  ["=abc", null],
  ["", null],
])("cookie %j: %s", (cookie, token) => {
  expect(sessionToken(request({ cookie }))).toBe(token);
});
