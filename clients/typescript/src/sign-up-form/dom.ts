import type { Context } from "./context.ts";

/** The values of attributes. `true` sets an empty one, and `false` or `undefined` sets none. */
export type Attributes = Record<string, string | boolean | undefined>;

/** Creates an element. */
export function element<Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag,
  attributes: Attributes = {},
  ...children: (Node | string)[]
): HTMLElementTagNameMap[Tag] {
  const created = document.createElement(tag);
  setAttributes(created, attributes);
  created.append(...children);
  return created;
}

/** Sets or removes attributes. */
export function setAttributes(target: Element, attributes: Attributes): void {
  for (const [name, value] of Object.entries(attributes)) {
    if (value === undefined || value === false) target.removeAttribute(name);
    else target.setAttribute(name, value === true ? "" : value);
  }
}

/** Handles the submissions of a form, one at a time. An aborted one ends silently. */
export function onSubmit(
  { signal, sending }: Pick<Context, "signal" | "sending">,
  form: HTMLFormElement,
  handle: () => Promise<void>,
): void {
  const send = async () => {
    form.setAttribute("aria-busy", "true");
    try {
      await handle();
    } catch (error) {
      if (!signal.aborted) throw error;
    } finally {
      form.removeAttribute("aria-busy");
    }
  };
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    if (!form.hasAttribute("aria-busy")) sending(send());
  });
}
