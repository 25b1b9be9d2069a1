import type { FieldError, Fields, FormSchema } from "../api.ts";
import type { Problem } from "../problem.ts";
import { drawProblem, drawSummary } from "./alert.ts";
import { drawCaptcha } from "./captcha.ts";
import { waitForCode } from "./code-step.ts";
import type { Context } from "./context.ts";
import { element, onSubmit } from "./dom.ts";
import { doneStep } from "./done-step.ts";
import { drawField } from "./field.ts";
import { addPasswordToggle } from "./password-toggle.ts";
import { problemStep } from "./problem-step.ts";
import { drawProviders } from "./providers.ts";

/** Loads the form, and shows it. */
export async function loadForm(context: Context): Promise<void> {
  const result = await context.client.form({ ...context.form, signal: context.signal });
  context.listen(result);
  if (result.ok) formStep(context, result.value);
  else problemStep(context, result.problem);
}

/** Shows the form, and registers. */
function formStep(context: Context, schema: FormSchema): void {
  const { client, form: options, signal } = context;
  const texts = context.texts();
  const startsOver = options.activation !== undefined;
  // A program may omit the repeated password. A person may not.
  const required = new Set([...schema.required, "password_confirm"]);
  const fields = Object.entries(schema.properties).map(([name, field]) =>
    drawField(name, field, required.has(name), texts),
  );
  const passwords = fields.filter(({ control }) => control.autocomplete === "new-password");
  const hidePasswords = addPasswordToggle(passwords, texts, context.announce);
  const captcha = schema["x-captcha"] && drawCaptcha(texts);
  context.captcha = schema["x-captcha"];

  const title = element("h2", { part: "title", tabindex: "-1" }, startsOver ? texts.finish : schema.title);
  const alert = element("div");
  const form = element("form", { part: "form", novalidate: true, "aria-label": title.textContent ?? "" });
  form.append(...fields.map(({ container }) => container));
  if (captcha) form.append(captcha.container);
  form.append(element("button", { type: "submit", part: "button" }, texts.submit));

  const targets = new Map<string, HTMLElement>(fields.map(({ name, control }) => [name, control]));
  if (captcha) targets.set("captcha", captcha.container);
  const showErrors = (errors: FieldError[]) => {
    const of = (name: string) => errors.filter(({ field }) => field === name).map(({ message }) => message);
    for (const field of fields) field.showErrors(of(field.name));
    captcha?.showErrors(of("captcha"));
  };
  const showProblem = (problem: Problem) => {
    const box = problem.errors ? drawSummary(problem.errors, targets, texts) : drawProblem(problem, texts);
    showErrors(problem.errors ?? []);
    alert.replaceChildren(box);
    box.focus();
  };

  onSubmit(form, signal, async () => {
    hidePasswords();
    const values: Fields = {};
    for (const { name, value } of fields) values[name] = value() ?? null;
    const email = String(values.email ?? "");
    const result = await client.register(values, { ...options, captcha: context.takeToken(), signal });
    context.listen(result);
    if (!result.ok) {
      if (context.captcha) context.emit("captcha", context.captcha);
      showProblem(result.problem);
      context.emit("problem", result.problem);
      return;
    }
    const { value } = result;
    context.emit("registered", { ...value, email });
    if (value.status === "pending") {
      return waitForCode(context, { registration: value.registration, email, activationBy: value.activation_by });
    }
    if (value.status === "active") context.emit("activated", value);
    doneStep(context, value);
  });

  const parts = [
    title,
    ...(schema.description ? [element("p", { part: "text" }, schema.description)] : []),
    alert,
    ...drawProviders(context, schema["x-openid-providers"]),
    form,
  ];
  context.show(...parts);
  if (context.captcha) context.emit("captcha", context.captcha);
}
