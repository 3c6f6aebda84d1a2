import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { verifyCertificate } from "../shared/records/verify-certificate";
import { verifySignature } from "./queries/verification-of-signatures";

/** `npm run verify -- <file>`: without a server and a database. @returns the exit code; `say` gets each line */
export async function verifyFile(file: string, say: (line: string) => void): Promise<number> {
  let text: string;
  try {
    text = await readFile(file, "utf8");
  } catch (error) {
    say(`${file} cannot be read: ${(error as Error).message}`);
    return 1;
  }
  const { certificate, problems } = await verifyCertificate(text, {
    sha256Hex: async (utf8) => createHash("sha256").update(utf8).digest("hex"),
    verify: async (key, utf8, signature) => verifySignature(key, utf8, signature),
  });
  if (certificate) {
    const { conference, instrument, decision, texts, key, head } = certificate;
    const how = decision.tally
      ? `${decision.tally.yes}–${decision.tally.no}–${decision.tally.abstain} (yes–no–abstain), ${decision.needed} needed`
      : "without a vote";
    say(`${instrument.title.en ?? instrument.slug}, ${instrument.symbol}: ${instrument.outcome} ${how}`);
    say(
      `${conference.title.en ?? conference.slug}, ${decision.decidedAt}, ${decision.present} of ${decision.members} present`,
    );
    for (const { language, sha256 } of texts) say(`  ${language} ${sha256}`);
    say(`  entry ${head.seq} of the record, ${head.hash}`);
    say(`  signed with key ${key}: compare it with the one the conference has made known`);
  }
  for (const { part, detail } of problems) say(`NOT as it was signed: ${part}: ${detail}`);
  if (problems.length === 0) say("Everything in this file is as it was signed.");
  return problems.length === 0 ? 0 : 1;
}
