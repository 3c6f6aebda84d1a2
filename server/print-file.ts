import { createHash } from "node:crypto";
import { readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { verifyCertificate } from "../shared/records/verify-certificate";
import { LANGUAGES } from "../shared/text/model";
import { Prints } from "./exports/printed/prints";
import { verifySignature } from "./queries/verification-of-signatures";

/** `concord print <file>`: a certificate as PDF in each language, beside its file; without a server and a database. @returns the exit code */
export async function printFile(file: string, rootDir: string, say: (line: string) => void): Promise<number> {
  const text = await readFile(file, "utf8").catch((error: Error) => {
    say(`${file} cannot be read: ${error.message}`);
    return null;
  });
  if (text === null) return 1;
  const { certificate, problems } = await verifyCertificate(text, {
    sha256Hex: async (utf8) => createHash("sha256").update(utf8).digest("hex"),
    verify: async (key, utf8, signature) => verifySignature(key, utf8, signature),
  });
  if (!certificate || problems.length > 0) {
    say(`${file} is not as it was signed: see what verify says. Nothing was printed.`);
    return 1;
  }
  const prints = new Prints(path.join(rootDir, "node_modules", "@fontsource-variable"));
  for (const language of LANGUAGES) {
    const paper = `${file.replace(/\.json$/, "")}.${language}.pdf`;
    await writeFile(paper, await prints.certificate(certificate, language));
    say(paper);
  }
  return 0;
}
