import { readFileSync } from "node:fs";
import openapiTS, { astToString } from "openapi-typescript";
import ts from "typescript";
import { parse } from "yaml";

const DESCRIPTION = new URL("../../../infra/openapi.yaml", import.meta.url);

interface Description {
  components: { schemas: { Problem: { properties: Record<string, object> } } };
}

/** Returns the types of infra/openapi.yaml, by openapi-typescript. */
export async function types(): Promise<string> {
  const description = conjoined(parse(readFileSync(DESCRIPTION, "utf8"), { maxAliasCount: -1 })) as Description;
  // The problems of each status narrow it. The generator would intersect two long unions for each of them.
  description.components.schemas.Problem.properties.code = { type: "string" };
  const nodes = await openapiTS(description as never, { transform: brandOwnCodes, exportType: false });
  return `// Generated from infra/openapi.yaml by \`npm run generate\`. Do not edit.\n\n${astToString(nodes)}`;
}

/**
 * Writes `$ref` with siblings as `allOf`. Both mean the same in JSON Schema 2020-12, and the generator skips siblings. They
 * have the codes of each problem.
 */
function conjoined(node: unknown): unknown {
  if (Array.isArray(node)) return node.map(conjoined);
  if (node === null || typeof node !== "object") return node;
  const { $ref, ...siblings } = node as Record<string, unknown>;
  const rest = Object.fromEntries(Object.entries(siblings).map(([key, value]) => [key, conjoined(value)]));
  if (typeof $ref !== "string") return rest;
  const constrains = "properties" in siblings || "required" in siblings;
  return constrains ? { allOf: [{ $ref }, { type: "object", ...rest }] } : { $ref };
}

/**
 * Brands the codes that a deployment's own backend adds. A union with a plain `string` would hide the service's codes.
 */
function brandOwnCodes(_schema: object, { path }: { path?: string }): ts.TypeNode | undefined {
  if (path !== "#/components/schemas/OwnCode") return undefined;
  const { factory } = ts;
  const yes = factory.createLiteralTypeNode(factory.createTrue());
  const brand = factory.createPropertySignature(undefined, "ownCode", undefined, yes);
  const string = factory.createKeywordTypeNode(ts.SyntaxKind.StringKeyword);
  return factory.createIntersectionTypeNode([string, factory.createTypeLiteralNode([brand])]);
}
