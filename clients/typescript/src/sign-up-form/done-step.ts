import type { Context } from "./context.ts";
import { element } from "./dom.ts";

/** Shows that the user is active, or that an operator has yet to approve. */
export function doneStep(
  context: Context,
  { status, next }: { status: "active" | "awaiting_approval"; next?: string },
): void {
  context.memory.forget();
  const texts = context.texts();
  const active = status === "active";
  context.show(
    element("h2", { part: "title", tabindex: "-1" }, active ? texts.active : texts.confirmed),
    element("p", { part: "text" }, active ? texts.activeText : texts.confirmedText),
    ...(active ? logInLink(context, next) : []),
    element("slot", { name: status }),
  );
}

/** Draws a link to the deployment's login, if `next` is one. A path leads to a page of the service. */
export function logInLink(context: Context, next: string | undefined): HTMLElement[] {
  if (!next || !/^https?:\/\//.test(next)) return [];
  return [element("p", {}, element("a", { href: next, part: "link" }, context.texts().logIn))];
}
