import type { FieldSchema } from "../api.ts";
import type { Attributes } from "./dom.ts";

const STANDARD: Record<string, string> = {
  username: "username",
  email: "email",
  password: "new-password",
  password_confirm: "new-password",
};

// The names of people and places among HTML's autofill fields.
const NAMES = /^(cc-)?(name|.*-name|nickname|honorific-.*|organization.*|street-address|address-l.*)$/;
const DIGITS = /^(cc-(number|exp-.*|csc)|bday-.*)$/;

/** Returns the attributes by which browsers fill in a field, and choose and restrain the on-screen keyboard. */
export function autofillAttributes(name: string, schema: FieldSchema, type: string): Attributes {
  const autocomplete = schema["x-autocomplete"] ?? STANDARD[name];
  if (type === "number") {
    // Some phones have no minus on their keyboard for whole numbers.
    return { autocomplete, inputmode: (schema.minimum ?? -1) >= 0 ? "numeric" : undefined };
  }
  if (!["text", "email", "url", "password"].includes(type)) return { autocomplete };
  const field =
    autocomplete
      ?.toLowerCase()
      .replace(/ webauthn$/, "")
      .split(" ")
      .at(-1) ?? "";
  const exact = type !== "text" || field || schema.pattern || schema.writeOnly;
  return {
    autocomplete,
    inputmode: type === "text" ? inputModeOf(field) : undefined,
    ...(exact ? { autocapitalize: NAMES.test(field) ? "words" : "none", autocorrect: "off", spellcheck: "false" } : {}),
  };
}

function inputModeOf(field: string): string | undefined {
  if (DIGITS.test(field)) return "numeric";
  return /^(tel|email|url)/.exec(field)?.[0] ?? { "transaction-amount": "decimal", photo: "url", impp: "url" }[field];
}
