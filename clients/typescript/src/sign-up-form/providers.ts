import type { FormSchema } from "../api.ts";
import type { Context } from "./context.ts";
import { element } from "./dom.ts";
import { fill, type Texts } from "./texts.ts";

/** Draws the links to the OpenID providers, by which a user registers without the form. */
export function drawProviders(
  context: Context,
  providers: FormSchema["x-openid-providers"],
  texts: Texts,
): HTMLElement[] {
  if (!providers?.length) return [];
  const items = providers.map(({ label, url }) => {
    const attributes = { href: context.resolve(url), rel: "nofollow", part: "button secondary", class: "button quiet" };
    return element("li", {}, element("a", attributes, ...fill(texts.continueWith, "provider", label)));
  });
  return [
    element("ul", { part: "providers", class: "providers" }, ...items),
    element("p", { part: "or", class: "or" }, texts.or),
  ];
}
