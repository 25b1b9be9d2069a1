import type { Handle } from "../api.ts";
import type { Context } from "./context.ts";
import { element, onSubmit } from "./dom.ts";
import { doneStep } from "./done-step.ts";
import { loadForm } from "./form-step.ts";
import { problemStep } from "./problem-step.ts";
import type { Texts } from "./texts.ts";

/**
 * Goes on from the link of an email. Its key activates in the browser that registered. Elsewhere the user starts over.
 *
 * A button activates, and not the visit, because mail scanners open links.
 */
export async function linkStep(context: Context, key: string): Promise<void> {
  const { client, memory, signal } = context;
  const registration = memory.recall()?.registration;
  const link = await client.link(key, { signal });
  context.listen(link);
  if (!link.ok) return problemStep(context, link.problem);
  const { proof } = link.value;
  if (proof === "start_over" || (proof === "registration" && !registration)) return loadForm(context);

  context.show("link", (texts) => [
    element("h2", { part: "title", tabindex: "-1" }, texts.activateTitle),
    activationForm(context, key, registration, texts),
  ]);
}

function activationForm(
  context: Context,
  key: string,
  registration: Handle | undefined,
  texts: Texts,
): HTMLFormElement {
  const { client, signal } = context;
  const form = element("form", { part: "form" });
  form.append(element("button", { type: "submit", part: "button" }, texts.activate));
  onSubmit(context, form, async () => {
    const result = await client.activateByLink(key, registration, { signal });
    context.listen(result);
    if (result.ok) {
      context.emit("activated", result.value);
      return doneStep(context, result.value);
    }
    // The remembered registration is not the one that the email was for.
    if (result.problem.code === "proof_required") return loadForm(context);
    problemStep(context, result.problem);
  });
  return form;
}
