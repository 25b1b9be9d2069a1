/** The sizes of the entry points, minified and compressed as a CDN serves them. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { build } from "esbuild";

const root = fileURLToPath(new URL("..", import.meta.url));

/** Returns the size of a program that uses the package, in bytes. */
async function sizeOf(program: string): Promise<number> {
  const { outputFiles } = await build({
    stdin: { contents: program, resolveDir: root },
    bundle: true,
    minify: true,
    format: "esm",
    charset: "utf8",
    write: false,
  });
  return gzipSync(outputFiles[0]?.contents ?? "", { level: 9 }).byteLength;
}

test("client is under 4 kB", async (context) => {
  const size = await sizeOf(
    'import { RegistrationClient } from "registration-client"; globalThis.c = RegistrationClient;',
  );
  context.diagnostic(`${size} bytes`);
  assert.ok(size > 1000 && size < 4000, `${size} bytes`);
});

test("unused client leaves nothing", async () => {
  assert.ok((await sizeOf('import { RegistrationClient } from "registration-client";')) < 100);
});

test("component is under 16 kB", async (context) => {
  const size = await sizeOf('import "registration-client/sign-up-form";');
  context.diagnostic(`${size} bytes`);
  assert.ok(size > 5000 && size < 16_000, `${size} bytes`);
});
