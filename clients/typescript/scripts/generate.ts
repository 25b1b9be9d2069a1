/**
 * Writes the generated sources: the types of infra/openapi.yaml, and the messages that the component takes from the
 * service's own. `npm run generate` writes them, and `npm run generate -- --check` fails if one is stale.
 */
import { readFileSync, writeFileSync } from "node:fs";
import { messages } from "./messages.ts";
import { types } from "./types.ts";

const generated = {
  "src/generated/openapi.ts": await types(),
  "src/generated/messages.ts": messages(),
};

const check = process.argv.includes("--check");
for (const [path, text] of Object.entries(generated)) {
  const file = new URL(`../${path}`, import.meta.url);
  if (!check) {
    writeFileSync(file, text);
  } else if (readFileSync(file, "utf8") !== text) {
    console.error(`clients/typescript/${path} is stale. Run \`npm run generate\` in clients/typescript.`);
    process.exitCode = 1;
  }
}
