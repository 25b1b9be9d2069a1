import { element } from "./dom.ts";
import type { Field } from "./field.ts";
import type { Texts } from "./texts.ts";

/** Adds the button that shows the passwords to the first of these fields, and returns the function that hides them. */
export function addPasswordToggle(fields: Field[], texts: Texts, announce: (text: string) => void): () => void {
  const inputs = fields.map(({ control }) => control as HTMLInputElement);
  const ids = inputs.map(({ id }) => id).join(" ");
  const button = element("button", { type: "button", part: "toggle", class: "toggle", "aria-controls": ids });
  const show = (shown: boolean) => {
    for (const input of inputs) input.type = shown ? "text" : "password";
    button.textContent = shown ? texts.hidePassword : texts.showPassword;
  };
  button.addEventListener("click", () => {
    const shown = inputs[0]?.type === "password";
    show(shown);
    announce(shown ? texts.passwordShown : texts.passwordHidden);
  });
  show(false);
  fields[0]?.container.append(button);
  return () => show(false);
}
