import { activationKey } from "../activation-key.ts";
import { RegistrationClient } from "../client.ts";
import { codeStep } from "./code-step.ts";
import type { Context } from "./context.ts";
import { element, setAttributes } from "./dom.ts";
import type { SignUpFormEvents } from "./events.ts";
import { loadForm } from "./form-step.ts";
import { linkStep } from "./link-step.ts";
import { Memory, type PendingRegistration } from "./memory.ts";
import { STYLE } from "./style.ts";
import { directionOf, type Texts, textsIn } from "./texts.ts";

// A server that renders pages has no elements, and may import this module.
const Base = globalThis.HTMLElement ?? (class {} as typeof HTMLElement);

/**
 * The sign-up form of a service: `<sign-up-form src="https://accounts.example.com">`.
 *
 * It draws the form that the service describes, shows the faults of fields, and takes the code of the email. Its texts
 * come from the service in the language of `lang`. It fires the events of {@link SignUpFormEvents}.
 */
export class SignUpForm extends Base {
  static readonly observedAttributes = ["src", "lang", "type", "invitation", "activation", "storage"];

  #overrides: Partial<Texts> = {};
  #token: string | undefined;
  #language = "en";
  #running: AbortController | undefined;
  #content: HTMLElement | undefined;
  #status: HTMLElement | undefined;
  #queued = false;

  /** Texts in place of the component's own ones. The texts of the form come from the service. */
  get messages(): Partial<Texts> {
    return this.#overrides;
  }

  set messages(messages: Partial<Texts>) {
    this.#overrides = messages;
    this.#queueStart();
  }

  /** The token of the bot check, which the page gets from the provider's widget. */
  set captcha(token: string) {
    this.#token = token;
  }

  connectedCallback(): void {
    // A page can set properties before this script has loaded. They then hide the accessors.
    for (const name of ["messages", "captcha"]) {
      const early = Object.getOwnPropertyDescriptor(this, name);
      if (!early) continue;
      Reflect.deleteProperty(this, name);
      Object.assign(this, { [name]: early.value });
    }
    this.#queueStart();
  }

  disconnectedCallback(): void {
    this.#running?.abort();
  }

  attributeChangedCallback(_name: string, before: string | null, after: string | null): void {
    if (before !== after) this.#queueStart();
  }

  // Several attributes change at the same time, and some frameworks set properties after the connection.
  #queueStart(): void {
    if (this.#queued) return;
    this.#queued = true;
    queueMicrotask(() => {
      this.#queued = false;
      if (this.isConnected) this.#start(this.getAttribute("activation"));
    });
  }

  #start(activation: string | null): void {
    this.#running?.abort();
    this.#running = new AbortController();
    const { signal } = this.#running;
    this.#begin(this.#context(activation, signal), activation).catch((error: unknown) => {
      if (!signal.aborted) throw error;
    });
  }

  async #begin(context: Context, activation: string | null): Promise<void> {
    this.#draw();
    if (activation) return linkStep(context, activation);
    const pending = await this.#recall(context);
    return pending ? codeStep(context, pending) : loadForm(context);
  }

  /** Returns the remembered registration, if it is still pending. */
  async #recall(context: Context): Promise<PendingRegistration | undefined> {
    const { client, memory, signal } = context;
    const remembered = memory.recall();
    if (!remembered) return undefined;
    const state = await client.status(remembered.registration, { signal });
    context.listen(state);
    if (state.ok && state.value.status === "pending") {
      // A correction of the address needs the form's bot check.
      const form = await client.form({ signal });
      if (form.ok) context.captcha = form.value["x-captcha"];
      return { ...remembered, activationBy: state.value.activation_by };
    }
    if (state.ok || state.problem.code === "registration_unknown") memory.forget();
    return undefined;
  }

  #draw(): void {
    const root = this.shadowRoot ?? this.attachShadow({ mode: "open" });
    if (this.#content) return;
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(STYLE);
    root.adoptedStyleSheets = [sheet];
    this.#content = element("div", { part: "content" }, element("slot", { name: "loading" }));
    this.#status = element("p", { class: "unseen", role: "status" });
    root.append(element("div", {}, this.#content, this.#status));
  }

  #context(activation: string | null, signal: AbortSignal): Context {
    const attribute = (name: string) => this.getAttribute(name) ?? undefined;
    const src = this.getAttribute("src") ?? "";
    const base = () => new URL(`${src.replace(/\/+$/, "")}/`, document.baseURI);
    const lang = this.closest("[lang]")?.getAttribute("lang") || undefined;
    return {
      client: new RegistrationClient(src, { lang }),
      signal,
      memory: new Memory(src, attribute("storage") !== "none"),
      form: {
        type: attribute("type"),
        invitation: attribute("invitation"),
        activation: activation ? (activationKey(activation) ?? activation) : undefined,
      },
      resolve: (link) => new URL(link, base()).href,
      servicePage: () => {
        const page = new URL("register", base());
        const query = { type: attribute("type"), invitation: attribute("invitation"), lang };
        for (const [name, value] of Object.entries(query)) if (value) page.searchParams.set(name, value);
        return page.href;
      },
      texts: () => textsIn(this.#language, this.#overrides),
      listen: ({ language }) => {
        if (language) this.#language = language;
      },
      takeToken: () => {
        const token = this.#token;
        this.#token = undefined;
        return token;
      },
      show: (...step) => this.#show(step),
      announce: (text) => {
        if (this.#status) this.#status.textContent = text;
      },
      emit: (name, detail) => this.#emit(name, detail),
      restart: () => this.#start(null),
    };
  }

  #show(step: Node[]): void {
    const content = this.#content;
    if (!content?.parentElement) return;
    setAttributes(content.parentElement, { lang: this.#language, dir: directionOf(this.#language) });
    // The focus follows a person who acts, and is not taken from a page that just loads.
    const follows = this.shadowRoot?.activeElement;
    content.replaceChildren(...step);
    if (follows) content.querySelector("h2")?.focus();
  }

  #emit<Name extends keyof SignUpFormEvents>(name: Name, detail: SignUpFormEvents[Name]): void {
    this.dispatchEvent(new CustomEvent(name, { detail, bubbles: true, composed: true }));
  }
}
