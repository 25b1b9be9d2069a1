import { activationKey } from "../activation-key.ts";
import { type FormOptions, RegistrationClient } from "../client.ts";
import { codeStep } from "./code-step.ts";
import type { Context, Draw, Step } from "./context.ts";
import { element, setAttributes } from "./dom.ts";
import { carryOver, Entries } from "./entries.ts";
import type { SignUpFormEvents } from "./events.ts";
import { formStep, loadForm } from "./form-step.ts";
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
  // A framework can change the object of the texts, and set the same one again.
  #overridden = "{}";
  #token: string | undefined;
  #language = "en";
  #memory = new Memory("", () => this.#stores());
  #entries = new Entries();
  // The person may have started again without it.
  #activation: string | null = null;
  #run: { context: Context; controller: AbortController; hasStep: boolean; hadFocus: boolean } | undefined;
  #content: HTMLElement | undefined;
  #status: HTMLElement | undefined;
  #shown: { step: Step; draw: Draw; form?: string | undefined } | undefined;
  #loads = 0;
  #submissions = 0;
  #submittedFrom: object | undefined;
  #due: Change | undefined;
  #queued: Change | undefined;

  /** Texts in place of the component's own ones. The texts of the form come from the service. */
  get messages(): Partial<Texts> {
    return this.#overrides;
  }

  set messages(messages: Partial<Texts>) {
    const overridden = JSON.stringify(messages);
    this.#overrides = messages;
    if (overridden === this.#overridden) return;
    this.#overridden = overridden;
    this.#queue("redraw");
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
    // An element that only moves goes on.
    if (!this.#run) this.#queue("restart");
  }

  disconnectedCallback(): void {
    queueMicrotask(() => {
      if (!this.isConnected && this.#submissions === 0) this.#end();
    });
  }

  attributeChangedCallback(name: string, before: string | null, after: string | null): void {
    if (before === after) return;
    if (name === "activation") this.#activation = after;
    if (name === "src") {
      this.#forget();
      this.#memory = new Memory(this.#src, () => this.#stores());
    }
    const change = CHANGES_BY_ATTRIBUTE[name];
    if (change) this.#queue(change);
  }

  // Several attributes change at the same time, and some frameworks set properties after the connection.
  #queue(change: Change): void {
    const isQueued = this.#queued !== undefined;
    this.#queued = greater(this.#queued, change);
    if (isQueued) return;
    queueMicrotask(() => {
      const queued = this.#queued;
      this.#queued = undefined;
      if (queued && this.isConnected) this.#apply(queued);
    });
  }

  #apply(change: Change): void {
    if (this.#submissions > 0) {
      this.#due = greater(this.#due, change);
      return;
    }
    const run = this.#run;
    const isForm = this.#shown?.step === "form";
    if (change === "redraw") this.#redraw();
    else if (change === "restart" || !run?.hasStep || (change === "reload" && !isForm)) this.#start();
    else if (isForm) this.#reload(run.context).catch(ignoreAbort(run.context));
    else {
      // The next answer says whether the service has this language.
      this.#language = this.#lang ?? this.#language;
      this.#redraw();
    }
  }

  // The form stays until the other one is there, and stays for good if only its language cannot be had.
  async #reload(context: Context): Promise<void> {
    const { client, signal } = context;
    const load = ++this.#loads;
    const shown = this.#shown;
    const options = context.form();
    const result = await client.form({ ...options, signal });
    if (load !== this.#loads || shown !== this.#shown || signal.aborted) return;
    if (this.#submissions > 0) this.#apply("reload");
    else if (result.ok || shown?.form !== keyOf(options)) formStep(context, options, result);
    else this.#redraw();
  }

  async #sending(submission: Promise<void>): Promise<void> {
    if (this.#submissions++ === 0) this.#submittedFrom = this.#shown;
    try {
      await submission;
    } finally {
      if (--this.#submissions === 0) this.#settle();
    }
  }

  #settle(): void {
    const due = this.#due;
    this.#due = undefined;
    if (!this.isConnected) this.#end();
    // The step after a form does not depend on what selects a form.
    else if (due) this.#apply(due === "reload" && this.#shown !== this.#submittedFrom ? "translate" : due);
  }

  #start(): void {
    this.#run?.controller.abort();
    const controller = new AbortController();
    const context = this.#context(controller.signal);
    this.#run = { context, controller, hasStep: false, hadFocus: Boolean(this.shadowRoot?.activeElement) };
    this.#draw();
    // Until the next step is there, the last one must not be used. It loses the focus.
    if (this.#content?.querySelector("h2")) this.#content.inert = true;
    this.#begin(context).catch(ignoreAbort(context));
  }

  #end(): void {
    this.#run?.controller.abort();
    this.#run = undefined;
    this.#forget();
    this.#content?.replaceChildren(loading());
  }

  // Nothing of one service or one visit reaches another.
  #forget(): void {
    this.#entries.clear();
    this.#token = undefined;
    this.#shown = undefined;
  }

  async #begin(context: Context): Promise<void> {
    const activation = this.#activation;
    if (activation) return linkStep(context, activation);
    const pending = await this.#recall(context);
    return pending ? codeStep(context, pending) : loadForm(context);
  }

  /** Returns the remembered registration, unless it is known that it is no longer pending. */
  async #recall(context: Context): Promise<PendingRegistration | undefined> {
    const { client, memory, signal } = context;
    const remembered = memory.recall();
    if (!remembered) return undefined;
    const state = await client.status(remembered.registration, { signal });
    context.listen(state);
    if (!state.ok && state.problem.code !== "registration_unknown") return remembered;
    if (!state.ok) memory.forget();
    if (!state.ok || state.value.status !== "pending") return undefined;
    // A correction of the address needs the form's bot check.
    const form = await client.form({ signal });
    if (form.ok) context.captcha = form.value["x-captcha"];
    return { ...remembered, activationBy: state.value.activation_by };
  }

  #draw(): void {
    const root = this.shadowRoot ?? this.attachShadow({ mode: "open" });
    if (this.#content) return;
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(STYLE);
    root.adoptedStyleSheets = [sheet];
    this.#content = element("div", { part: "content" }, loading());
    this.#status = element("p", { class: "unseen", role: "status" });
    root.append(element("div", {}, this.#content, this.#status));
  }

  get #src(): string {
    return this.getAttribute("src") ?? "";
  }

  get #lang(): string | undefined {
    return this.closest("[lang]")?.getAttribute("lang") || undefined;
  }

  #stores(): boolean {
    return this.getAttribute("storage") !== "none";
  }

  #context(signal: AbortSignal): Context {
    const attribute = (name: string) => this.getAttribute(name) || undefined;
    const src = this.#src;
    const base = () => new URL(`${src.replace(/\/+$/, "")}/`, document.baseURI);
    const lang = () => this.#lang;
    const options = {
      get lang() {
        return lang();
      },
    };
    const context: Context = {
      client: new RegistrationClient(src, options),
      signal,
      memory: this.#memory,
      form: () => ({
        type: attribute("type"),
        invitation: attribute("invitation"),
        activation: this.#activation ? (activationKey(this.#activation) ?? this.#activation) : undefined,
      }),
      resolve: (link) => new URL(link, base()).href,
      servicePage: () => {
        const page = new URL("register", base());
        const query = { type: attribute("type"), invitation: attribute("invitation"), lang: lang() };
        for (const [name, value] of Object.entries(query)) if (value) page.searchParams.set(name, value);
        return page.href;
      },
      listen: ({ language }) => {
        if (language) this.#language = language;
      },
      takeToken: () => {
        const token = this.#token;
        this.#token = undefined;
        return token;
      },
      show: (step, draw, form) => {
        if (!signal.aborted) this.#show(step, draw, form);
      },
      sending: (submission) => this.#sending(submission),
      announce: (text) => {
        if (this.#status) this.#status.textContent = text;
      },
      emit: (name, detail) => this.#emit(name, detail),
      restart: () => {
        this.#activation = null;
        this.#start();
      },
    };
    return context;
  }

  #show(step: Step, draw: Draw, form?: FormOptions): void {
    const content = this.#content;
    if (!content) return;
    const key = form && keyOf(form);
    const follows = step === "form" && this.#shown?.step === "form";
    if (this.#shown?.step === "form") this.#entries.collect(content);
    // Only a form that could not be loaded comes between two forms.
    if (step !== "form" && step !== "problem") this.#entries.clear();
    const next = this.#drawn(draw);
    if (step === "form") this.#entries.restore(next, { ticks: follows && key === this.#shown?.form });
    this.#shown = { step, draw, form: key };
    this.#replace(next, follows);
    if (this.#run) Object.assign(this.#run, { hasStep: true, hadFocus: false });
  }

  #redraw(): void {
    // A step that is yet to come has the texts of its time.
    if (!this.#shown || !this.#content || !this.#run?.hasStep) return;
    const next = this.#drawn(this.#shown.draw);
    carryOver(this.#content, next);
    this.#replace(next, true);
  }

  #drawn(draw: Draw): DocumentFragment {
    const drawn = document.createDocumentFragment();
    drawn.append(...draw(textsIn(this.#language, this.#overrides)));
    return drawn;
  }

  // The focus follows a person who acts, and is not taken from a page that just loads.
  #replace(next: DocumentFragment, follows: boolean): void {
    const content = this.#content;
    if (!content?.parentElement) return;
    setAttributes(content.parentElement, { lang: this.#language, dir: directionOf(this.#language) });
    const focused = this.shadowRoot?.activeElement;
    const caret = caretOf(focused);
    content.replaceChildren(next);
    content.inert = false;
    if (!focused && !this.#run?.hadFocus) return;
    const same = content.contains(focused ?? null)
      ? focused
      : content.querySelector(`#${CSS.escape(focused?.id || "-")}`);
    const target = follows && same instanceof HTMLElement ? same : content.querySelector("h2");
    target?.focus();
    if (follows && caret && isText(target)) target.setSelectionRange(...caret);
  }

  #emit<Name extends keyof SignUpFormEvents>(name: Name, detail: SignUpFormEvents[Name]): void {
    this.dispatchEvent(new CustomEvent(name, { detail, bubbles: true, composed: true }));
  }
}

/** The effects of changes, from the least to the most. Each includes those before it. */
const CHANGES = ["redraw", "translate", "reload", "restart"] as const;
type Change = (typeof CHANGES)[number];

const CHANGES_BY_ATTRIBUTE: Record<string, Change> = {
  lang: "translate",
  type: "reload",
  invitation: "reload",
  activation: "restart",
  src: "restart",
};

function greater(one: Change | undefined, other: Change): Change {
  return one && CHANGES.indexOf(one) > CHANGES.indexOf(other) ? one : other;
}

function keyOf({ type, invitation, activation }: FormOptions): string {
  return JSON.stringify([type, invitation, activation]);
}

function loading(): HTMLElement {
  return element("slot", { name: "loading" });
}

function ignoreAbort({ signal }: Context): (error: unknown) => void {
  return (error) => {
    if (!signal.aborted) throw error;
  };
}

function isText(target: Element | null | undefined): target is HTMLInputElement | HTMLTextAreaElement {
  return target instanceof HTMLInputElement || target instanceof HTMLTextAreaElement;
}

/** Returns the caret or the selection in a text field. Some types of input have none. */
function caretOf(target: Element | null | undefined): [number, number] | undefined {
  if (!isText(target) || target.selectionStart === null || target.selectionEnd === null) return undefined;
  return [target.selectionStart, target.selectionEnd];
}
