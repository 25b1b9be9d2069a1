import type { FieldSchema } from "../api.ts";
import type { Attributes } from "./dom.ts";

// The names of people and places among HTML's autofill fields.
const NAMES = /^(cc-)?(name|.*-name|nickname|honorific-.*|organization.*|street-address|address-l.*)$/;

/** Returns the attributes by which browsers fill in a field, and choose and restrain the on-screen keyboard. */
export function autofillAttributes(schema: FieldSchema, type: string): Attributes {
  const autocomplete = schema["x-autocomplete"];
  const attributes = { autocomplete, inputmode: schema["x-inputmode"] };
  const exact = type === "text" && (autocomplete || schema.pattern || schema.writeOnly);
  if (!exact && !["email", "url", "password"].includes(type)) return attributes;
  const field = /(\S+)( webauthn)?$/.exec(autocomplete ?? "")?.[1] ?? "";
  return {
    ...attributes,
    autocapitalize: NAMES.test(field) ? "words" : "none",
    autocorrect: "off",
    spellcheck: "false",
  };
}
