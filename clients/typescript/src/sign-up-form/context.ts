import type { FormSchema } from "../api.ts";
import type { FormOptions, RegistrationClient } from "../client.ts";
import type { Operation } from "../index.ts";
import type { Result } from "../result.ts";
import type { SignUpFormEvents } from "./events.ts";
import type { Memory } from "./memory.ts";
import type { Texts } from "./texts.ts";

/** The kinds of steps. */
export type Step = "form" | "link" | "code" | "done" | "problem";

/** Draws a step. It is called again when the texts change, and elements of the same id are then the same. */
export type Draw = (texts: Texts) => Node[];

/** The things that each step of the sign-up needs of the component. */
export interface Context {
  client: RegistrationClient;
  /** Is aborted when the component ends or starts again. */
  signal: AbortSignal;
  memory: Memory;
  /** Returns the form that the attributes select. */
  form(): FormOptions;
  /** The bot check of the form, if it has one. */
  captcha?: FormSchema["x-captcha"];
  /** Returns a link of an answer as a URL. */
  resolve(link: string): string;
  /** Returns the URL of the service's own page with the form. */
  servicePage(): string;
  /** Takes over the language of an answer. */
  listen(result: Result<unknown, Operation>): void;
  /** Returns the token of the bot check, which is then spent. */
  takeToken(): string | undefined;
  /**
   * Shows a step in place of the last one, with the texts in the language of the last answer. Moves the focus to its
   * heading unless it is the first. A form takes over what was entered into the last one.
   */
  show(step: Step, draw: Draw, form?: FormOptions): void;
  /** Lets nothing interrupt a submission. Changed attributes and texts wait for its end. */
  sending(submission: Promise<void>): Promise<void>;
  /** Lets screen readers read a text. */
  announce(text: string): void;
  emit<Name extends keyof SignUpFormEvents>(name: Name, detail: SignUpFormEvents[Name]): void;
  /** Begins again, with an empty form. */
  restart(): void;
}
