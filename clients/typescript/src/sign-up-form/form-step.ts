import type { FieldError, Fields, FormSchema } from "../api.ts";
import type { FormOptions } from "../client.ts";
import type { Problem } from "../problem.ts";
import type { Result } from "../result.ts";
import { drawProblem, drawSummary } from "./alert.ts";
import { drawCaptcha } from "./captcha.ts";
import { waitForCode } from "./code-step.ts";
import type { Context } from "./context.ts";
import { element, onSubmit } from "./dom.ts";
import { doneStep, waitingStep } from "./done-step.ts";
import { drawField } from "./field.ts";
import { addPasswordToggle } from "./password-toggle.ts";
import { problemStep } from "./problem-step.ts";
import { drawProviders } from "./providers.ts";
import type { Texts } from "./texts.ts";

/** Loads the form, and shows it. */
export async function loadForm(context: Context): Promise<void> {
  const options = context.form();
  formStep(context, options, await context.client.form({ ...options, signal: context.signal }));
}

/** Shows a form that was loaded with these options, or why there is none. */
export function formStep(context: Context, options: FormOptions, result: Result<FormSchema, "showForm">): void {
  context.listen(result);
  if (!result.ok) {
    problemStep(context, result.problem);
    return;
  }
  const schema = result.value;
  context.captcha = schema["x-captcha"];
  context.show("form", (texts) => drawForm(context, options, schema, texts), options);
  if (context.captcha) context.emit("captcha", context.captcha);
}

function drawForm(context: Context, options: FormOptions, schema: FormSchema, texts: Texts): Node[] {
  const { client, signal } = context;
  const startsOver = options.activation !== undefined;
  // A program may omit the repeated password. A person may not.
  const required = new Set([...schema.required, "password_confirm"]);
  const fields = Object.entries(schema.properties).map(([name, field]) =>
    drawField(name, field, required.has(name), texts),
  );
  const passwords = fields.filter(({ control }) => control.autocomplete === "new-password");
  const hidePasswords = addPasswordToggle(passwords, texts, context.announce);
  const captcha = schema["x-captcha"] && drawCaptcha(texts);

  const title = element("h2", { part: "title", tabindex: "-1" }, startsOver ? texts.finish : schema.title);
  const alert = element("div", { id: "form-alert", "data-live": true });
  const form = element("form", { part: "form", novalidate: true, "aria-label": title.textContent ?? "" });
  form.append(...fields.map(({ container }) => container));
  if (captcha) form.append(captcha.container);
  form.append(
    element(
      "button",
      { id: "form-submit", type: "submit", part: "button" },
      schema["x-waitlist"] ? texts.join : texts.submit,
    ),
  );

  const showErrors = (errors: FieldError[]) => {
    const of = (name: string) => errors.filter(({ field }) => field === name).map(({ message }) => message);
    for (const field of fields) field.showErrors(of(field.name));
    captcha?.showErrors(of("captcha"));
  };
  const showProblem = (problem: Problem) => {
    const box = problem.errors
      ? drawSummary(problem.errors, form.getRootNode() as ParentNode & Node, texts)
      : drawProblem(problem, texts);
    showErrors(problem.errors ?? []);
    alert.replaceChildren(box);
    box.focus();
  };

  onSubmit(context, form, async () => {
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
    if (value.status === "waiting") {
      context.emit("waiting", { ...value, email });
      return waitingStep(context);
    }
    context.emit("registered", { ...value, email });
    if (value.status === "pending") {
      return waitForCode(context, { registration: value.registration, email, activationBy: value.activation_by });
    }
    if (value.status === "active") context.emit("activated", value);
    doneStep(context, value);
  });

  return [
    title,
    ...(schema.description ? [element("p", { part: "text" }, schema.description)] : []),
    alert,
    ...drawProviders(context, schema["x-openid-providers"], texts),
    form,
  ];
}
