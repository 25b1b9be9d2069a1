import { readdirSync, readFileSync } from "node:fs";
import { type Message, type Pattern, parse } from "@fluent/syntax";

const LOCALES = new URL("../../../shared/domain/locales/", import.meta.url);

/** Maps each message of the component to the service's own message: its id, and `.title` for that attribute. */
const SOURCES = {
  errors: "register-errors",
  choose: "register-choose",
  optional: "register-optional",
  newTab: "new-tab",
  continueWith: "openid-continue",
  or: "openid-or",
  submit: "register-submit",
  finish: "finish-title",
  activateTitle: "activate-title",
  botCheck: "bot-check-label",
  showPassword: "password-show",
  hidePassword: "password-hide",
  passwordShown: "password-shown",
  passwordHidden: "password-hidden",
  checkEmail: "complete-title",
  sentLinkOrCode: "complete-registered-link-or-code",
  sentCode: "complete-registered-code",
  sentLink: "complete-registered",
  codeLabel: "complete-code-label",
  activate: "complete-code-submit",
  noEmail: "complete-no-email",
  again: "complete-again",
  sentAgainCode: "complete-again-code",
  sentAgainLink: "complete-again-link",
  wrongAddress: "complete-wrong-address",
  wrongAddressText: "complete-wrong-address-text",
  emailLabel: "field-email",
  change: "complete-change",
  active: "active-title",
  activeText: "active-text",
  confirmed: "confirmed-title",
  confirmedText: "confirmed-text",
  logIn: "log-in",
  join: "waitlist-submit",
  waiting: "waiting-title",
  waitingText: "waiting-text",
  waitingEmail: "waiting-email",
  startAgain: "register",
  unavailable: "problem-service-unavailable.title",
  tryAgain: "problem-service-unavailable",
};

/** Returns the component's messages in every language of the service, taken from shared/domain/locales. */
export function messages(): string {
  const languages = readdirSync(LOCALES).sort();
  const all = Object.fromEntries(languages.map((language) => [language, ofLanguage(language)]));
  return [
    "// Generated from shared/domain/locales by `npm run generate`. Do not edit.",
    "",
    "/** The component's own messages by language. `{email}` and `{label}` stand for values. */",
    `export const messages = ${JSON.stringify(all, null, 2)};`,
    "",
  ].join("\n");
}

function ofLanguage(language: string): Record<string, string> {
  const source = readFileSync(new URL(`${language}/pages.ftl`, LOCALES), "utf8");
  const entries = parse(source, { withSpans: false }).body.filter(
    (entry): entry is Message => entry.type === "Message",
  );
  const byId = new Map(entries.map((entry) => [entry.id.name, entry]));
  return Object.fromEntries(
    Object.entries(SOURCES).map(([name, path]) => {
      const [id = "", attribute] = path.split(".");
      const message = byId.get(id);
      const pattern = attribute
        ? message?.attributes.find((candidate) => candidate.id.name === attribute)?.value
        : message?.value;
      if (!pattern) throw new Error(`shared/domain/locales/${language}/pages.ftl has no ${path}`);
      return [name, plain(pattern, `${language}: ${path}`)];
    }),
  );
}

/** Writes a pattern of texts and variables as one string with `{variable}`. */
function plain(pattern: Pattern, place: string): string {
  return pattern.elements
    .map((element) => {
      if (element.type === "TextElement") return element.value;
      const { expression } = element;
      if (expression.type === "VariableReference") return `{${expression.id.name}}`;
      throw new Error(`${place}: the component has no ${expression.type}; choose a message of texts and variables`);
    })
    .join("");
}
