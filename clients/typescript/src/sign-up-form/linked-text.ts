import type { TextParts } from "../api.ts";
import { element } from "./dom.ts";
import type { Texts } from "./texts.ts";

/** Draws a text with its links, or the plain text without any. */
export function linkedText(plain: string, parts: TextParts | undefined, texts: Texts): Node {
  const drawn = document.createDocumentFragment();
  drawn.append(...(parts?.map(({ text, url }) => (url ? newTabLink(text, url, texts) : text)) ?? [plain]));
  return drawn;
}

// The page with the form stays, so that it keeps the values that the user entered.
function newTabLink(text: string, url: string, texts: Texts): HTMLElement {
  const note = element("span", { class: "unseen" }, ` ${texts.newTab}`);
  return element("a", { href: url, target: "_blank", rel: "noopener", part: "link" }, text, note);
}
