import type { AddressInfo } from "node:net";
import { SMTPServer } from "smtp-server";

export type Received = { to: string[]; text: string; subject: string };

/** A real mail server on a port of its own, which keeps what it is given, and refuses when it is told to. */
export class MailServer {
  readonly received: Received[] = [];
  /** What the next letters are answered with instead of being taken; each is used once. */
  readonly refusals: Array<{ code: number; message: string }> = [];
  attempts = 0;
  readonly #server = new SMTPServer({
    authOptional: true,
    disabledCommands: ["STARTTLS", "AUTH"],
    onData: (stream, session, done) => {
      const chunks: Buffer[] = [];
      stream.on("data", (chunk: Buffer) => chunks.push(chunk));
      stream.on("end", () => {
        this.attempts++;
        const refusal = this.refusals.shift();
        if (refusal) return done(Object.assign(new Error(refusal.message), { responseCode: refusal.code }));
        const source = Buffer.concat(chunks).toString("utf8");
        const at = source.indexOf("\r\n\r\n");
        const head = source.slice(0, at).replace(/\r\n[ \t]+/g, " ");
        this.received.push({
          to: session.envelope.rcptTo.map(({ address }) => address),
          subject: /^Subject: (.*)$/m.exec(head)?.[1] ?? "",
          text: decode(
            source.slice(at + 4),
            /^Content-Transfer-Encoding: (.*)$/m.exec(head)?.[1]?.trim() ?? "",
          ),
        });
        done();
      });
    },
  });

  static async start(): Promise<MailServer> {
    const server = new MailServer();
    await new Promise<void>((resolve) => server.#server.listen(0, "127.0.0.1", resolve));
    return server;
  }

  get url(): string {
    return `smtp://127.0.0.1:${(this.#server.server.address() as AddressInfo).port}`;
  }

  stop(): Promise<void> {
    return new Promise((resolve) => this.#server.close(() => resolve()));
  }
}

function decode(body: string, encoding: string): string {
  if (encoding === "base64") return Buffer.from(body, "base64").toString("utf8");
  if (encoding !== "quoted-printable") return body;
  const bytes = body
    .replace(/=\r\n/g, "")
    .replace(/=([0-9A-F]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
  return Buffer.from(bytes, "latin1").toString("utf8");
}
