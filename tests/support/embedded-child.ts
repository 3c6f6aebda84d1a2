import { createInterface } from "node:readline";
import { lockDataDir } from "../../server/db/data-dir-lock";
import { startEmbedded } from "../../server/db/embedded";

// Starts the embedded Postgres, or takes the lock, of the directory given; tells so; stops on a line "stop".
const [mode, dataDir = ""] = process.argv.slice(2);
const tell = (line: object) => process.stdout.write(`${JSON.stringify(line)}\n`);

async function main(): Promise<void> {
  const input = createInterface({ input: process.stdin });
  const stopAsked = new Promise((resolve) => input.once("line", resolve));
  if (mode === "lock") {
    const lock = await lockDataDir(dataDir);
    tell({ locked: true });
    await stopAsked;
    await lock.release();
  } else {
    const lines: string[] = [];
    const embedded = await startEmbedded({ dataDir, log: (line) => lines.push(line) });
    tell({ url: embedded.url, attached: embedded.attached, lines });
    await stopAsked;
    await embedded.stop();
    tell({ stopped: true });
  }
  process.exit(0);
}

main().catch((error: Error) => {
  tell({ error: error.message });
  process.exit(1);
});
