import type { FieldError } from "../api.ts";
import type { Problem } from "../problem.ts";
import { element } from "./dom.ts";
import type { Field } from "./field.ts";
import type { Texts } from "./texts.ts";

/** Draws the summary of all errors, each with a link to its field if the form has it. */
export function drawSummary(errors: FieldError[], form: ParentNode, texts: Texts): HTMLElement {
  const target = (field: string) => form.querySelector<HTMLElement>(`#${CSS.escape(field)}`);
  const items = errors.map(({ field, message }) => {
    if (!target(field)) return element("li", {}, message);
    const link = element("a", { href: `#${field}`, part: "link" }, message);
    link.addEventListener("click", (event) => {
      event.preventDefault();
      target(field)?.focus();
    });
    return element("li", {}, link);
  });
  return alertBox(texts.errors, element("ul", {}, ...items));
}

/** Draws a problem that is none of a field. */
export function drawProblem(problem: Problem, texts: Texts): HTMLElement {
  const [title, detail] = wordsOf(problem, texts);
  return alertBox(title, element("p", {}, detail));
}

/** Returns the title and the text of a problem. Without an answer of the service they are the component's own. */
export function wordsOf({ title, detail }: Problem, texts: Texts): [title: string, detail: string] {
  return title ? [title, detail] : [texts.unavailable, texts.tryAgain];
}

/** Shows a problem at the only field of a form. */
export function showAtField(field: Field, problem: Problem, texts: Texts): void {
  const messages = problem.errors?.map(({ message }) => message) ?? [];
  field.showErrors(messages.length > 0 ? messages : [wordsOf(problem, texts)[1]]);
  field.control.focus();
}

function alertBox(title: string, content: HTMLElement): HTMLElement {
  const heading = element("h3", { id: "alert-title" }, title);
  const attributes = { part: "errors", class: "errors", role: "alert", "aria-labelledby": heading.id, tabindex: "-1" };
  return element("div", attributes, heading, content);
}
