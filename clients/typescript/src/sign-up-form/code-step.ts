import { showAtField, wordsOf } from "./alert.ts";
import type { Context } from "./context.ts";
import { correction } from "./correction.ts";
import { element, onSubmit } from "./dom.ts";
import { doneStep } from "./done-step.ts";
import { drawField } from "./field.ts";
import type { PendingRegistration } from "./memory.ts";
import { problemStep } from "./problem-step.ts";
import { fill, type Texts } from "./texts.ts";

/** Keeps a registration whose email has just been requested, and shows that it is on its way. */
export function waitForCode(context: Context, pending: PendingRegistration): void {
  context.memory.keep(pending);
  codeStep(context, pending);
}

/** Shows that an email is on its way. Takes its code, sends it again, or corrects its address. */
export function codeStep(context: Context, pending: PendingRegistration): void {
  const byCode = pending.activationBy.includes("code");
  const byLink = pending.activationBy.includes("link");
  context.show("code", (texts) => {
    const sent = byCode ? (byLink ? texts.sentLinkOrCode : texts.sentCode) : texts.sentLink;
    const address = element("strong", {}, element("bdi", {}, pending.email));
    return [
      element("h2", { part: "title", tabindex: "-1" }, texts.checkEmail),
      element("p", { part: "text" }, ...fill(sent, "email", address)),
      ...(byCode ? [codeForm(context, pending, texts)] : []),
      element("p", { part: "text" }, texts.noEmail),
      ...resend(context, pending, byCode ? texts.sentAgainCode : texts.sentAgainLink, texts),
      correction(context, pending, texts, (email) => waitForCode(context, { ...pending, email })),
    ];
  });
  if (context.captcha) context.emit("captcha", context.captcha);
}

function codeForm(context: Context, { registration }: PendingRegistration, texts: Texts): HTMLFormElement {
  const { client, signal } = context;
  const field = drawField(
    "code",
    { type: "string", title: texts.codeLabel, "x-autocomplete": "one-time-code", "x-inputmode": "numeric" },
    true,
    texts,
  );
  field.control.setAttribute("dir", "ltr");
  const form = element("form", { part: "form", novalidate: true });
  form.append(field.container, element("button", { type: "submit", part: "button" }, texts.activate));
  onSubmit(context, form, async () => {
    const result = await client.activateByCode(registration, field.control.value, { signal });
    context.listen(result);
    if (result.ok) {
      context.emit("activated", result.value);
      return doneStep(context, result.value);
    }
    const { problem } = result;
    context.emit("problem", problem);
    switch (problem.code) {
      case "already_activated":
      case "awaiting_approval":
      case "unreachable":
      case "gateway": {
        // Perhaps the answer to the right code was lost, or the link was opened.
        const status = await client.status(registration, { signal });
        if (status.ok && (status.value.status === "active" || status.value.status === "awaiting_approval")) {
          return doneStep(context, { status: status.value.status });
        }
        return showAtField(field, problem, texts);
      }
      case "registration_unknown":
        context.memory.forget();
        return problemStep(context, problem);
      default:
        return showAtField(field, problem, texts);
    }
  });
  return form;
}

function resend(context: Context, pending: PendingRegistration, sentAgain: string, texts: Texts): HTMLElement[] {
  const { client, signal } = context;
  const form = element("form", { part: "form" });
  form.append(element("button", { type: "submit", part: "button secondary", class: "quiet" }, texts.again));
  const status = element("p", { id: "resent", part: "status", role: "status", "data-live": true });
  onSubmit(context, form, async () => {
    status.textContent = "";
    const result = await client.resend({ registration: pending.registration }, { signal });
    // Meanwhile the address may have been corrected, or the user be active.
    if (result.ok && form.isConnected) context.memory.keep(pending);
    if (!result.ok) context.emit("problem", result.problem);
    status.textContent = result.ok ? sentAgain : wordsOf(result.problem, texts)[1];
  });
  return [form, status];
}
