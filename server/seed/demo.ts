import { mkdir, readFile, rename, writeFile } from "node:fs/promises";
import path from "node:path";
import type { Pool } from "pg";
import { z } from "zod";
import { selectConferences } from "../db/conferences";
import { selectInstruments, selectTexts } from "../db/instruments";
import { insertLink, selectPeople } from "../db/people";
import { hashToken, newToken } from "../identity/tokens";

const LINK_DAYS = 365;

const demoShape = z.object({
  people: z.array(
    z.object({
      name: z.string(),
      role: z.string(),
      delegation: z.string().nullable(),
      signInUrl: z.string(),
    }),
  ),
  rooms: z.array(z.object({ instrument: z.string(), language: z.string(), url: z.string() })),
  publicPages: z.array(z.string()),
});
export type Demo = z.infer<typeof demoShape>;

/** What `demo.json` said last time; null when there is none that can be read. */
async function readDemo(file: string): Promise<Demo | null> {
  try {
    return demoShape.parse(JSON.parse(await readFile(file, "utf8")));
  } catch {
    return null;
  }
}

/**
 * Sign-in links for the people of the worked example, kept in `DATA_DIR/demo.json` (0600: they sign people in). The links of
 * the last run go on working under the present address; the database holds only their hashes.
 */
export async function writeDemo(
  pool: Pool,
  options: { dataDir: string; baseUrl: string; now: Date },
): Promise<Demo | null> {
  const conference = (await selectConferences(pool))[0];
  if (!conference) return null;
  const { baseUrl, now } = options;
  const file = path.join(options.dataDir, "demo.json");
  const before = await readDemo(file);
  const people: Demo["people"] = [];
  for (const person of await selectPeople(pool, conference.id)) {
    const { name, role } = person;
    const delegation = person.delegation?.code ?? null;
    const known = before?.people.find((one) => one.name === name && one.role === role)?.signInUrl;
    const token = known?.split("/sign-in/")[1] ?? newToken();
    const expiresAt = new Date(now.getTime() + LINK_DAYS * 24 * 3_600_000);
    await insertLink(pool, { tokenHash: hashToken(token), personId: person.id, expiresAt, reusable: true });
    people.push({ name, role, delegation, signInUrl: `${baseUrl}/sign-in/${token}` });
  }
  const rooms: Demo["rooms"] = [];
  const publicPages: string[] = [];
  const socketUrl = baseUrl.replace(/^http/, "ws");
  for (const instrument of await selectInstruments(pool, conference.id)) {
    publicPages.push(`${baseUrl}/${conference.slug}/${instrument.slug}`);
    for (const { language, room } of await selectTexts(pool, instrument.id))
      rooms.push({ instrument: instrument.slug, language, url: `${socketUrl}/collab/${room}` });
  }
  const demo = { people, rooms, publicPages };
  await mkdir(options.dataDir, { recursive: true });
  await writeFile(`${file}.new`, `${JSON.stringify(demo, null, 2)}\n`, { mode: 0o600 });
  await rename(`${file}.new`, file);
  return demo;
}
