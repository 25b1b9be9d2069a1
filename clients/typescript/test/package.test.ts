/** The package as it is published. */
import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { test } from "node:test";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));
const read = (path: string) => readFileSync(`${root}/${path}`, "utf8");
const manifest = JSON.parse(read("package.json"));

test("package has no dependencies at run time", () => {
  assert.deepEqual([manifest.dependencies, manifest.peerDependencies], [undefined, undefined]);
  for (const file of ["dist/index.js", "dist/client.js", "dist/sign-up-form.min.js"]) {
    assert.doesNotMatch(read(file), /(from|import)\s*\(?["'][^."']/, file);
  }
});

test("exported files are built", () => {
  const targets = Object.values<string | Record<string, string>>(manifest.exports).flatMap((target) =>
    typeof target === "string" ? [target] : Object.values(target),
  );
  assert.ok(targets.length > 4);
  for (const target of [...targets, manifest.types]) assert.ok(existsSync(`${root}/${target}`), target);
});

test("effects of modules are declared", () => {
  for (const path of manifest.sideEffects) assert.match(read(path), /customElements/, path);
});

test("licences are those of the project", () => {
  for (const name of ["LICENSE-APACHE", "LICENSE-MIT"]) assert.equal(read(name), read(`../../${name}`));
});

test("version is the service's", () => {
  const [, version] = /^version = "(.*)"$/m.exec(read("../../Cargo.toml")) ?? [];
  assert.equal(manifest.version, version);
});
