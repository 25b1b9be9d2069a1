import { messages } from "../generated/messages.ts";

/** The component's own texts. All others come from the service. */
export type Texts = Record<keyof (typeof messages)["en"], string>;

// The languages of a deployment may be more than those of the component.
const RIGHT_TO_LEFT = /^(ar|ckb|dv|fa|he|ps|sd|ug|ur|yi)\b/i;

/** Returns the texts in a language, or in English if the component does not have it. */
export function textsIn(language: string, overrides: Partial<Texts>): Texts {
  const byLanguage: Record<string, Texts> = messages;
  const own = byLanguage[language] ?? byLanguage[language.split("-")[0] ?? ""] ?? messages.en;
  // A page may have no text yet.
  const given = Object.entries(overrides).filter(([, text]) => typeof text === "string");
  return { ...own, ...Object.fromEntries(given) };
}

/** Returns the direction of a language. */
export function directionOf(language: string): "ltr" | "rtl" {
  return RIGHT_TO_LEFT.test(language) ? "rtl" : "ltr";
}

/** Puts a value in place of `{name}`. */
export function fill(text: string, name: string, value: Node | string): (Node | string)[] {
  const [before = "", after = ""] = text.split(`{${name}}`);
  return [before, value, after];
}
