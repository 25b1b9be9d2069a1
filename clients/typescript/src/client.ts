import { activationKey } from "./activation-key.ts";
import type {
  Activatable,
  Activated,
  Allowed,
  Fields,
  FormSchema,
  Handle,
  Operation,
  Registered,
  Status,
} from "./api.ts";
import { IdempotencyKeys } from "./idempotency.ts";
import { problemIn, unreachable } from "./problem.ts";
import type { Result } from "./result.ts";
import { delayAfter, pause, type RetryOptions } from "./retry.ts";

/** The settings of a client. */
export interface ClientOptions {
  /** The language of labels, messages and emails, such as `de`. Default: the languages of the browser. */
  lang?: string | undefined;
  /** The limits of repeated requests. */
  retry?: RetryOptions;
  /** Headers of each request, such as `Authorization` for the backend `gated`. */
  headers?: Record<string, string>;
  /** Another `fetch`. */
  fetch?: typeof fetch;
}

/** An option of each operation. */
export interface Abortable {
  /** Ends the request, and the pauses before its repetitions. The promise is then rejected with the signal's reason. */
  signal?: AbortSignal | undefined;
}

/** The selection of a form. */
export interface FormOptions extends Abortable {
  /** The name of the form, if it is not the default one. */
  type?: string | undefined;
  /** The code of an invitation. */
  invitation?: string | undefined;
  /** The activation key with which a user starts over: the address is proven, and fixed. */
  activation?: string | undefined;
}

/** An option of operations that need the bot check, if the deployment has one. */
export interface WithCaptcha {
  /** The token that the provider's widget gave. */
  captcha?: string | undefined;
}

interface Request extends Abortable {
  path: string;
  query?: Record<string, string | undefined>;
  /** The JSON of a `POST`. Without it the request is a `GET`. */
  body?: object;
  headers?: Record<string, string>;
  /** Whether the same again changes nothing more. */
  repeatable?: boolean;
}

/**
 * A client of the service at a URL.
 *
 * Each operation resolves to a {@link Result} and rejects only if it is aborted.
 *
 * @example
 * const client = new RegistrationClient("https://accounts.example.com");
 * const result = await client.register({ username, email, password });
 * if (result.ok && result.value.status === "pending") {
 *   await client.activateByCode(result.value.registration, code);
 * }
 */
export class RegistrationClient {
  readonly #url: string;
  readonly #options: ClientOptions;
  readonly #keys = new IdempotencyKeys();

  /** `url` is `REGISTRATION_SITE_URL` of the service, such as `https://accounts.example.com`, or a path of this origin. */
  constructor(url: string, options: ClientOptions = {}) {
    this.#url = url.replace(/\/+$/, "");
    this.#options = options;
  }

  /** Returns a form as JSON Schema, with labels and help in the requested language. */
  form({ type, invitation, activation, signal }: FormOptions = {}): Promise<Result<FormSchema, "showForm">> {
    return this.#send({ path: "/register", query: { type, invitation, activation }, repeatable: true, signal });
  }

  /** Returns whether this visitor may register. */
  allowed({
    invitation,
    signal,
  }: Pick<FormOptions, "invitation" | "signal"> = {}): Promise<Result<Allowed, "isAllowed">> {
    return this.#send({ path: "/register/allowed", query: { invitation }, repeatable: true, signal });
  }

  /**
   * Registers a user. The same fields again, after an answer was lost, remain one registration.
   *
   * Without an invitation to a service with a waiting list, the address joins the list.
   *
   * If the result is `pending`, keep its `registration` until the user is active.
   */
  async register(
    fields: Fields,
    { type, invitation, activation, captcha, signal }: FormOptions & WithCaptcha = {},
  ): Promise<Result<Registered, "register">> {
    const query = { type, invitation, activation };
    const submission = JSON.stringify([fields, query]);
    const result = await this.#send<Registered, "register">({
      path: "/register",
      query,
      body: { ...fields, captcha },
      headers: { "idempotency-key": this.#keys.of(submission) },
      repeatable: true,
      signal,
    });
    const status = result.ok ? 200 : result.problem.status;
    if (status > 0 && status < 500 && status !== 429) this.#keys.forget(submission);
    return result;
  }

  /** Returns the state of a registration. */
  status(registration: Handle, { signal }: Abortable = {}): Promise<Result<Status, "showRegistered">> {
    return this.#send({ path: "/register/complete", headers: { registration }, repeatable: true, signal });
  }

  /** Corrects the address of a pending registration. An email goes to the new one. */
  correctEmail(
    registration: Handle,
    email: string,
    { captcha, signal }: Abortable & WithCaptcha = {},
  ): Promise<Result<{ status: "pending"; next: string }, "correctEmail">> {
    const body = { registration, email, captcha };
    return this.#send({ path: "/register/email", body, repeatable: true, signal });
  }

  /** Asks for another email. The answer is the same for each address and handle, known or not. */
  resend(
    to: { registration: Handle } | { email: string },
    { signal }: Abortable = {},
  ): Promise<Result<{ status: "accepted" }, "resend">> {
    return this.#send({ path: "/activate/resend", body: to, repeatable: true, signal });
  }

  /**
   * Activates a registration by the code in its last email.
   *
   * A wrong code counts a try. So after a lost answer the code is not sent again: ask for {@link status}.
   */
  activateByCode(
    registration: Handle,
    code: string,
    { signal }: Abortable = {},
  ): Promise<Result<Activated, "activateByCode">> {
    return this.#send({ path: "/activate/code", body: { registration, code }, signal });
  }

  /** Returns whether a link, or its key, activates, and whether it needs the handle. It changes nothing. */
  link(link: string, { signal }: Abortable = {}): Promise<Result<Activatable, "showActivation">> {
    return this.#send({ path: pathOf(link), repeatable: true, signal });
  }

  /**
   * Activates by the link in an email, or by its key.
   *
   * Without the `registration` of the client that registered, the problem is `proof_required`. Then let the user start
   * over: by {@link form} and {@link register} with `activation`.
   */
  activateByLink(
    link: string,
    registration?: Handle,
    { signal }: Abortable = {},
  ): Promise<Result<Activated, "activate">> {
    return this.#send({ path: pathOf(link), body: { registration }, signal });
  }

  async #send<Value, O extends Operation>(request: Request): Promise<Result<Value, O>> {
    const { attempts = 3, maxWait = 10 } = this.#options.retry ?? {};
    for (let attempt = 1; ; attempt++) {
      const result = await this.#attempt<Value>(request);
      if (!result.ok && attempt < attempts) {
        const delay = delayAfter(result.problem, attempt, request.repeatable ?? false);
        if (delay !== undefined && delay <= maxWait) {
          await pause(delay, request.signal);
          continue;
        }
      }
      // infra/openapi.yaml says which answers an operation has, and the types are made from it.
      return result as Result<Value, O>;
    }
  }

  async #attempt<Value>({ path, query, body, headers, signal }: Request): Promise<Result<Value, Operation>> {
    const { lang, headers: always, fetch: fetcher = fetch } = this.#options;
    const search = new URLSearchParams();
    for (const [name, value] of Object.entries({ ...query, lang })) if (value) search.set(name, value);
    const parameters = search.toString();
    let response: Response;
    let answer: unknown;
    try {
      response = await fetcher(this.#url + path + (parameters && `?${parameters}`), {
        headers: {
          accept: "application/json",
          ...(body && { "content-type": "application/json" }),
          ...headers,
          ...always,
        },
        ...(body && { method: "POST", body: JSON.stringify(body) }),
        ...(signal && { signal }),
      });
      answer = parsed(await response.text());
    } catch (error) {
      signal?.throwIfAborted();
      return { ok: false, problem: unreachable(error) };
    }
    const language = response.headers.get("content-language");
    const common = language ? { language } : {};
    return response.ok && answer
      ? { ok: true, value: answer as Value, ...common }
      : { ok: false, problem: problemIn(response, answer), ...common };
  }
}

// No key has a 0, so the service reports that there is no such link.
function pathOf(link: string): string {
  return `/activate/${activationKey(link) ?? "0"}`;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
