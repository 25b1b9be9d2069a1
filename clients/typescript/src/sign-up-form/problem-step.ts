import type { Problem } from "../problem.ts";
import { wordsOf } from "./alert.ts";
import type { Context } from "./context.ts";
import { element } from "./dom.ts";
import { logInLink } from "./done-step.ts";

/** Shows a problem in place of a step, with a way on. */
export function problemStep(context: Context, problem: Problem): void {
  const [title, detail] = wordsOf(problem, context.texts());
  const again = element("button", { type: "button", part: "button" }, context.texts().startAgain);
  again.addEventListener("click", () => context.restart());
  context.show(
    element("h2", { part: "title", tabindex: "-1" }, title),
    element("p", { part: "text", role: "alert" }, detail),
    ...logInLink(context, problem.next),
    again,
  );
  context.emit("problem", problem);
}
