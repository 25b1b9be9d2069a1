import { element } from "./dom.ts";
import type { Texts } from "./texts.ts";

/** Draws the place of the bot check. The page puts the provider's widget into the slot `captcha`. */
export function drawCaptcha(texts: Texts): { container: HTMLElement; showErrors(messages: string[]): void } {
  const errors = element("div", { id: "captcha-errors", "data-live": true });
  const container = element(
    "div",
    { id: "captcha", part: "field", class: "field", role: "group", tabindex: "-1", "aria-label": texts.botCheck },
    errors,
    element("slot", { name: "captcha" }),
  );
  return {
    container,
    showErrors(messages) {
      errors.replaceChildren(...messages.map((message) => element("p", { part: "error", class: "error" }, message)));
      container.setAttribute("aria-describedby", errors.id);
    },
  };
}
