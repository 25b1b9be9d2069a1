import { showAtField } from "./alert.ts";
import { drawCaptcha } from "./captcha.ts";
import type { Context } from "./context.ts";
import { element, onSubmit } from "./dom.ts";
import { drawField } from "./field.ts";
import type { PendingRegistration } from "./memory.ts";
import type { Texts } from "./texts.ts";

/** Draws the form that corrects the address of a pending registration. */
export function correction(
  context: Context,
  { registration }: PendingRegistration,
  texts: Texts,
  corrected: (email: string) => void,
): HTMLElement {
  const { client, signal } = context;
  const schema = { type: "string", format: "email", title: texts.emailLabel, "x-autocomplete": "email" } as const;
  const field = drawField("email", schema, true, texts);
  const captcha = context.captcha && drawCaptcha(texts);
  const form = element("form", { part: "form", novalidate: true }, field.container);
  if (captcha) form.append(captcha.container);
  form.append(element("button", { type: "submit", part: "button secondary", class: "quiet" }, texts.change));
  onSubmit(context, form, async () => {
    const email = field.control.value;
    const result = await client.correctEmail(registration, email, { captcha: context.takeToken(), signal });
    context.listen(result);
    if (result.ok) return corrected(email);
    showAtField(field, result.problem, texts);
    context.emit("problem", result.problem);
    if (context.captcha) context.emit("captcha", context.captcha);
  });
  const heading = element("h3", { id: "wrong-address" }, texts.wrongAddress);
  const text = element("p", { part: "text" }, texts.wrongAddressText);
  return element("section", { part: "section", "aria-labelledby": heading.id }, heading, text, form);
}
