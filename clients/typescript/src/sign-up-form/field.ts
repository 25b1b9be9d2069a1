import type { FieldSchema } from "../api.ts";
import { autofillAttributes } from "./autofill.ts";
import { type Attributes, element, setAttributes } from "./dom.ts";
import { linkedText } from "./linked-text.ts";
import { fill, type Texts } from "./texts.ts";

type Control = HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement;

/** A field on the page. */
export interface Field {
  name: string;
  /** The label, the help, the control and its errors. */
  container: HTMLElement;
  control: Control;
  /** Returns the value for the service, or nothing if the field is empty. */
  value(): string | number | boolean | undefined;
  /** Shows these errors, and no others. */
  showErrors(errors: string[]): void;
}

/** Draws a field by its JSON Schema. Each keyword of docs/guides/forms.md has its control. */
export function drawField(name: string, schema: FieldSchema, required: boolean, texts: Texts): Field {
  const { control, value } = controlOf(name, schema, texts);
  const box = control.type === "checkbox";
  const title = linkedText(schema.title ?? name, schema["x-title-parts"], texts);
  const help = schema.description;
  setAttributes(control, { id: name, name, part: partOf(control), required, dir: directionOf(name, control) });

  const label = element("label", { for: name, part: "label" });
  label.append(...(required || box ? [title] : fill(texts.optional, "label", title)));
  const container = element("div", { part: "field", class: box ? "field box" : "field" }, label);
  if (help) {
    const text = linkedText(help, schema["x-description-parts"], texts);
    container.append(element("p", { id: `${name}-help`, part: "help", class: "help" }, text));
  }
  // The page can add to the help.
  container.append(element("slot", { name: `field-${name}` }));
  const errors = element("div", { id: `${name}-errors`, "data-live": true });
  container.append(errors, control);

  const describe = (invalid: boolean) => {
    const ids = [help && `${name}-help`, invalid && errors.id].filter(Boolean).join(" ");
    setAttributes(control, { "aria-describedby": ids || undefined, "aria-invalid": invalid && "true" });
  };
  describe(false);
  return {
    name,
    container,
    control,
    value,
    showErrors(messages) {
      errors.replaceChildren(...messages.map((message) => element("p", { part: "error", class: "error" }, message)));
      describe(messages.length > 0);
    },
  };
}

function controlOf(name: string, schema: FieldSchema, texts: Texts): Pick<Field, "control" | "value"> {
  if (schema.type === "boolean") {
    // With the version that the user sees, the service accepts no newer one.
    const ticked = schema["x-version"] ?? true;
    const input = element("input", { type: "checkbox", value: String(ticked) });
    return { control: input, value: () => input.checked && ticked };
  }
  const fixed = name === "email" && schema.const !== undefined;
  const choices = schema.enum ?? (schema.const === undefined || fixed ? undefined : [schema.const as string | number]);
  if (choices) return selectOf(choices, schema, texts);
  if (schema["x-multiline"]) {
    const area = element("textarea", { rows: "4", ...autofillAttributes(schema, "textarea") });
    return { control: area, value: () => area.value };
  }
  const type = inputTypeOf(name, schema);
  const bounds: Attributes =
    type === "number" ? { min: schema.minimum?.toString(), max: schema.maximum?.toString(), step: "1" } : {};
  const input = element("input", { type, readonly: fixed, ...bounds, ...autofillAttributes(schema, type) });
  input.defaultValue = String(schema.const ?? schema.default ?? "");
  return { control: input, value: () => inputValue(input) };
}

function selectOf(choices: (string | number)[], schema: FieldSchema, texts: Texts) {
  const select = element("select", autofillAttributes(schema, "select"));
  select.append(element("option", { value: "" }, texts.choose));
  for (const choice of choices) {
    const label = schema["x-enum"]?.[choice] ?? String(choice);
    select.append(element("option", { value: JSON.stringify(choice), selected: choice === schema.default }, label));
  }
  return { control: select, value: () => (select.value === "" ? undefined : JSON.parse(select.value)) };
}

function inputTypeOf(name: string, { type, format }: FieldSchema): string {
  if (type === "integer") return "number";
  if (name === "password" || name === "password_confirm") return "password";
  return format === "uri" ? "url" : (format ?? "text");
}

/** Returns the value of an input. The service explains the fault of a text that is no number or date. */
function inputValue(input: HTMLInputElement): string | number | undefined {
  if (input.validity.badInput) return "?";
  if (input.type !== "number" || !Number.isInteger(input.valueAsNumber)) return input.value || undefined;
  return input.valueAsNumber;
}

function partOf(control: Control): string {
  return control.type === "checkbox" ? "checkbox" : control.localName;
}

function directionOf(name: string, control: Control): string | undefined {
  if (["email", "url", "password"].includes(control.type)) return "ltr";
  return control.type === "text" || control.type === "textarea" || name === "username" ? "auto" : undefined;
}
