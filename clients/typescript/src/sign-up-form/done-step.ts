import type { Context } from "./context.ts";
import { element } from "./dom.ts";
import type { Texts } from "./texts.ts";

/** Shows that the user is active, or that an operator has yet to approve. */
export function doneStep(
  context: Context,
  { status, next }: { status: "active" | "awaiting_approval"; next?: string },
): void {
  context.memory.forget();
  const active = status === "active";
  context.show("done", (texts) => [
    element("h2", { part: "title", tabindex: "-1" }, active ? texts.active : texts.confirmed),
    element("p", { part: "text" }, active ? texts.activeText : texts.confirmedText),
    ...(active ? logInLink(next, texts) : []),
    element("slot", { name: status }),
  ]);
}

/** Shows that the address is on the waiting list. */
export function waitingStep(context: Context): void {
  context.show("done", (texts) => [
    element("h2", { part: "title", tabindex: "-1" }, texts.waiting),
    element("p", { part: "text" }, texts.waitingText),
    element("p", { part: "text" }, texts.waitingEmail),
    element("slot", { name: "waiting" }),
  ]);
}

/** Draws a link to the deployment's login, if `next` is one. A path leads to a page of the service. */
export function logInLink(next: string | undefined, texts: Texts): HTMLElement[] {
  if (!next || !/^https?:\/\//.test(next)) return [];
  return [element("p", {}, element("a", { href: next, part: "link" }, texts.logIn))];
}
