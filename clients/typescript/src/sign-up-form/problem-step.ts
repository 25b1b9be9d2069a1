import type { Problem } from "../problem.ts";
import { wordsOf } from "./alert.ts";
import type { Context } from "./context.ts";
import { element } from "./dom.ts";
import { logInLink } from "./done-step.ts";

/** Shows a problem in place of a step, with a way on. */
export function problemStep(context: Context, problem: Problem): void {
  const [title, detail] = wordsOf(problem, context.texts());
  context.show(
    element("h2", { part: "title", tabindex: "-1" }, title),
    element("p", { part: "text", role: "alert" }, detail),
    ...logInLink(context, problem.next),
    wayOn(context, problem),
  );
  context.emit("problem", problem);
}

function wayOn(context: Context, { code }: Problem): HTMLElement {
  const { startAgain } = context.texts();
  // Without passwords there is no form for programs. Only the service's own page has the links to the providers.
  if (code === "openid_required") {
    return element("a", { href: context.servicePage(), part: "button", class: "button" }, startAgain);
  }
  const again = element("button", { type: "button", part: "button" }, startAgain);
  again.addEventListener("click", () => context.restart());
  return again;
}
