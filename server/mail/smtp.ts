import { createTransport } from "nodemailer";
import type { Mailer } from "./outbox";

/** Nobody waits for a letter; but one that hangs holds up the others. */
const PATIENCE_MS = 30_000;

/** `url`: smtp:// or smtps://, with user and password where they are needed; `from`: as it stands in the letters. */
export function openSmtp(url: string, from: string): Mailer {
  const transport = createTransport({
    url,
    connectionTimeout: PATIENCE_MS,
    greetingTimeout: PATIENCE_MS,
    socketTimeout: PATIENCE_MS,
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  return {
    async send({ to, subject, text }) {
      // As an object: an address is never read as a list of them.
      await transport.sendMail({
        from,
        to: { name: "", address: to },
        subject,
        text,
        headers: { "Auto-Submitted": "auto-generated" },
      });
    },
    close: () => transport.close(),
  };
}
