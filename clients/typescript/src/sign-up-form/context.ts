import type { FormSchema } from "../api.ts";
import type { FormOptions, RegistrationClient } from "../client.ts";
import type { Operation } from "../index.ts";
import type { Result } from "../result.ts";
import type { SignUpFormEvents } from "./events.ts";
import type { Memory } from "./memory.ts";
import type { Texts } from "./texts.ts";

/** The things that each step of the sign-up needs of the component. */
export interface Context {
  client: RegistrationClient;
  /** Is aborted when the component ends or starts again. */
  signal: AbortSignal;
  memory: Memory;
  /** The form, as the attributes select it. */
  form: FormOptions;
  /** The bot check of the form, if it has one. */
  captcha?: FormSchema["x-captcha"];
  /** Returns a link of an answer as a URL. */
  resolve(link: string): string;
  /** Returns the URL of the service's own page with the form. */
  servicePage(): string;
  /** Returns the texts in the language of the last answer. */
  texts(): Texts;
  /** Takes over the language of an answer. */
  listen(result: Result<unknown, Operation>): void;
  /** Returns the token of the bot check, which is then spent. */
  takeToken(): string | undefined;
  /** Shows a step in place of the last one, and moves the focus to its heading unless it is the first. */
  show(...step: Node[]): void;
  /** Lets screen readers read a text. */
  announce(text: string): void;
  emit<Name extends keyof SignUpFormEvents>(name: Name, detail: SignUpFormEvents[Name]): void;
  /** Begins again, with an empty form. */
  restart(): void;
}
