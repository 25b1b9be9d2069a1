import type { Problem } from "../problem.ts";
import { wordsOf } from "./alert.ts";
import type { Context } from "./context.ts";
import { element } from "./dom.ts";
import { logInLink } from "./done-step.ts";
import type { Texts } from "./texts.ts";

/** Shows a problem in place of a step, with a way on. */
export function problemStep(context: Context, problem: Problem): void {
  context.show("problem", (texts) => {
    const [title, detail] = wordsOf(problem, texts);
    return [
      element("h2", { part: "title", tabindex: "-1" }, title),
      element("p", { part: "text", role: "alert" }, detail),
      ...logInLink(problem.next, texts),
      wayOn(context, problem, texts),
    ];
  });
  context.emit("problem", problem);
}

function wayOn(context: Context, { code }: Problem, { startAgain }: Texts): HTMLElement {
  // Without passwords there is no form for programs. Only the service's own page has the links to the providers.
  if (code === "openid_required") {
    return element("a", { href: context.servicePage(), part: "button", class: "button" }, startAgain);
  }
  const again = element("button", { type: "button", part: "button" }, startAgain);
  again.addEventListener("click", () => context.restart());
  return again;
}
