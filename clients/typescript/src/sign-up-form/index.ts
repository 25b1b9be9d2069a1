/** Defines the element `sign-up-form`. */
import type { SignUpFormEvents } from "./events.ts";
import { SignUpForm } from "./sign-up-form.ts";

export type { SignUpFormEvents } from "./events.ts";
export type { Texts } from "./texts.ts";
export { SignUpForm };

declare global {
  interface HTMLElementTagNameMap {
    "sign-up-form": SignUpForm;
  }
}

/** An event of the element, by its name. */
export type SignUpFormEvent<Name extends keyof SignUpFormEvents> = CustomEvent<SignUpFormEvents[Name]>;

if (globalThis.customElements && !customElements.get("sign-up-form")) {
  customElements.define("sign-up-form", SignUpForm);
}
