import { config } from "zod";

// Zod compiles its checks with `new Function`, which the server's content policy forbids: without this every load
// of the page would leave a violation in the console before it falls back. Imported before any shape is made.
config({ jitless: true });
