// Starts `local`, and reads its emails and signals.

import { spawn } from "node:child_process";
import { randomUUID } from "node:crypto";
import { accessSync, constants, existsSync, statSync } from "node:fs";
import { delimiter, join, resolve } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

/** The milliseconds that an email or a signal may take, unless a call says otherwise. */
const TIMEOUT = 10_000;
/** The milliseconds that `local` may take to start, and to build with `cargo run`. */
const START_TIMEOUT = 60_000;
const BUILD_TIMEOUT = 1_800_000;
const POLL = 50;

/**
 * @typedef {object} StartOptions
 * @property {string} [where] The URL of a service that runs, the path of the binary, or the folder of a checkout, in
 *   which `cargo run -p local` is called. The default is the command `local` of your PATH.
 * @property {Record<string, string>} [settings] `REGISTRATION_*` variables. Those of this process do not count.
 * @property {string} [seed] The file of users for `local --seed`.
 */

/**
 * @typedef {object} Signal An event on the bus.
 * @property {string} type
 * @property {{ user?: { email?: string, username?: string, status?: string }, [name: string]: unknown }} detail
 */

/** An email that the service sent. */
export class Email {
  /** @param {{ to: string, from: string, subject: string, text?: string | null, html?: string | null }} mail */
  constructor({ to, from, subject, text, html }) {
    this.to = to;
    this.from = from;
    this.subject = subject;
    this.text = text ?? "";
    this.html = html ?? "";
  }

  /** The first link in the text: the activation or the invitation. */
  get link() {
    return this.#found(/https?:\/\/[^\s<>"]+/.exec(this.text), "link");
  }

  /** The code of six digits in the text. */
  get code() {
    return this.#found(/\b[0-9]{6}\b/.exec(this.text.replace(/https?:\/\/\S+/g, "")), "code");
  }

  /**
   * @param {RegExpExecArray | null} found
   * @param {string} what
   */
  #found(found, what) {
    if (!found) throw new Error(`the email '${this.subject}' to ${this.to} has no ${what}:\n${this.text}`);
    return found[0];
  }
}

/** A running `local`, which this process started or found. */
export class Local {
  /** @type {import("node:child_process").ChildProcess | undefined} */
  #process;

  /**
   * @param {string} url
   * @param {import("node:child_process").ChildProcess} [process]
   */
  constructor(url, process) {
    this.url = url.replace(/\/+$/, "");
    this.#process = process;
  }

  /**
   * Starts `local` in memory on a free port, or uses one that runs.
   *
   * @param {StartOptions} [options]
   */
  static async start({ where, settings = {}, seed } = {}) {
    if (where && /^https?:\/\//.test(where)) {
      if (seed || Object.keys(settings).length > 0) {
        throw new Error(`${where} runs already: start it with your settings and --seed, and set none here`);
      }
      const local = new Local(where);
      await local.emails();
      return local;
    }
    const { command, cwd, patience } = findCommand(where);
    const [program, ...args] = [...command, "--port", "0", "--memory", "--stop-with-stdin"];
    if (seed) args.push("--seed", resolve(seed));
    const isForeign = (/** @type {[string, unknown]} */ [name]) => !/^(AWS|REGISTRATION)_/.test(name);
    const inherited = Object.fromEntries(Object.entries(process.env).filter(isForeign));
    // All tests come from one source.
    const env = { ...inherited, REGISTRATION_LIMIT_PER_SOURCE: "off", ...settings };
    // It ends with this process, however that ends: its standard input is then closed.
    const child = spawn(program, args, { cwd, env, stdio: ["pipe", "pipe", "pipe"] });
    try {
      return new Local(await firstUrl(child, patience), child);
    } catch (error) {
      child.kill("SIGKILL");
      throw new Error(`${program} ${args.join(" ")} did not start: ${error instanceof Error ? error.message : error}`);
    }
  }

  /** Stops the service, if this process started it. */
  async stop() {
    const child = this.#process;
    this.#process = undefined;
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const ended = new Promise((resolve) => child.once("exit", resolve));
    child.stdin?.end();
    const timer = setTimeout(() => child.kill("SIGKILL"), TIMEOUT);
    await ended;
    clearTimeout(timer);
  }

  /** Returns all emails, oldest first. */
  async emails() {
    /** @type {ConstructorParameters<typeof Email>[0][]} */
    const mails = await (await this.#fetch("/_local/mail")).json();
    return mails.map((mail) => new Email(mail));
  }

  /**
   * Returns all signals, oldest first.
   *
   * @returns {Promise<Signal[]>}
   */
  async signals() {
    /** @type {{ DetailType: string, Detail: string }[]} */
    const entries = await (await this.#fetch("/_local/events")).json();
    return entries.map((entry) => ({ type: entry.DetailType, detail: JSON.parse(entry.Detail) }));
  }

  /** Waits until the emails and signals of all earlier requests are sent. */
  async settle() {
    await this.#fetch("/_local/settle", { method: "POST" });
  }

  /**
   * Moves the clock of the service forward.
   *
   * @param {number} seconds
   */
  async advance(seconds) {
    await this.#fetch("/_local/clock", { method: "POST", body: JSON.stringify({ advance: seconds }) });
  }

  /** Empties the inbox and the log of signals. The users stay. */
  async clear() {
    for (const path of ["/_local/mail", "/_local/events"]) await this.#fetch(path, { method: "DELETE" });
  }

  /**
   * @param {string} path
   * @param {RequestInit} [init]
   */
  async #fetch(path, init) {
    const headers = { accept: "application/json", "content-type": "application/json" };
    const signal = AbortSignal.timeout(TIMEOUT);
    const answer = await fetch(this.url + path, { headers, signal, ...init }).catch((error) => {
      throw new Error(`${this.url}${path} cannot be reached: ${error.cause?.message ?? error.message}`);
    });
    if (!answer.ok) {
      throw new Error(`${this.url}${path} answers ${answer.status}: ${(await answer.text()).trim()}`);
    }
    return answer;
  }
}

/** The service in one test, whose emails and signals begin with the test. */
export class Registration {
  #local;
  #mails = 0;
  #signals = 0;
  /** @type {Set<number>} */
  #taken = new Set();

  /** @param {Local} local */
  constructor(local) {
    this.#local = local;
  }

  /**
   * Begins a test.
   *
   * @param {Local} local
   */
  static async begin(local) {
    const registration = new Registration(local);
    // Those of the test before do not come late.
    await local.settle();
    registration.#mails = (await local.emails()).length;
    registration.#signals = (await local.signals()).length;
    return registration;
  }

  /** The URL of the service, without a slash at the end. */
  get url() {
    return this.#local.url;
  }

  /** Returns an email address that no other test has. */
  address(name = "user") {
    return `${name}-${randomUUID().replaceAll("-", "").slice(0, 12)}@example.com`;
  }

  /**
   * Returns the next email to an address, as soon as it is sent.
   *
   * Each call returns another one, in their order. With `subject`, only emails whose subject contains it count.
   *
   * @param {{ to: string, subject?: string, timeout?: number }} wanted
   */
  async waitForMail({ to, subject = "", timeout = TIMEOUT }) {
    const next = async () => {
      const mails = await this.#local.emails();
      // Emails of a seed are older than the test.
      const isNext = (/** @type {Email} */ mail, /** @type {number} */ number) =>
        !this.#taken.has(number) && mail.to === to && mail.subject.includes(subject);
      const number = mails.findIndex(isNext);
      if (number < 0) return undefined;
      this.#taken.add(number);
      return mails[number];
    };
    return eventually(next, timeout, async () => {
      const seen = (await this.emails()).map((mail) => `\n  ${mail.to}: ${mail.subject}`).join("") || "\n  none";
      const named = subject && ` with '${subject}' in its subject`;
      return `no email to ${to}${named} came within ${timeout} ms. The emails of this test:${seen}`;
    });
  }

  /**
   * Returns the first signal of a type in this test, as soon as it is sent, about this user if one is named.
   *
   * @param {string} type
   * @param {{ email?: string, timeout?: number }} [options]
   */
  async waitForSignal(type, { email, timeout = TIMEOUT } = {}) {
    const about = (/** @type {Signal} */ signal) => signal.detail.user?.email;
    const isWanted = (/** @type {Signal} */ signal) => email === undefined || about(signal) === email;
    const first = async () => (await this.events(type)).find(isWanted);
    return eventually(first, timeout, async () => {
      const seen = (await this.events()).map((signal) => `\n  ${signal.type}: ${about(signal)}`).join("") || "\n  none";
      const named = email === undefined ? "" : ` about ${email}`;
      return `no signal ${type}${named} came within ${timeout} ms. The signals of this test:${seen}`;
    });
  }

  /**
   * Returns the emails since the test began, oldest first.
   *
   * @param {string} [to]
   */
  async emails(to) {
    const mails = (await this.#local.emails()).slice(this.#mails);
    return mails.filter((mail) => to === undefined || mail.to === to);
  }

  /**
   * Returns the signals since the test began, oldest first.
   *
   * @param {string} [type]
   */
  async events(type) {
    const signals = (await this.#local.signals()).slice(this.#signals);
    return signals.filter((signal) => type === undefined || signal.type === type);
  }

  /**
   * Moves the clock of the service forward. It does not go back, so it stays there for later tests.
   *
   * @param {number} seconds
   */
  async advance(seconds) {
    await this.#local.advance(seconds);
  }

  /** Empties the inbox and the log of signals. The users stay. */
  async clear() {
    await this.#local.settle();
    await this.#local.clear();
    this.#mails = this.#signals = 0;
    this.#taken.clear();
  }
}

/**
 * Returns the command that starts `local`, its folder and the milliseconds that it may take.
 *
 * @param {string | undefined} where
 */
function findCommand(where) {
  if (!where) {
    const found = (process.env.PATH ?? "").split(delimiter).map((folder) => join(folder, "local")).find(isProgram);
    if (found) return { command: [found], cwd: undefined, patience: START_TIMEOUT };
    throw new Error(
      "the command `local` is not in your PATH: install it by `cargo install --path infra/local` in a checkout of " +
        "registration, or name it by the option registrationLocal or the variable REGISTRATION_LOCAL",
    );
  }
  const path = resolve(where);
  if (existsSync(join(path, "infra/local/Cargo.toml"))) {
    return { command: ["cargo", "run", "--quiet", "--package", "local", "--"], cwd: path, patience: BUILD_TIMEOUT };
  }
  if (isProgram(path)) return { command: [path], cwd: undefined, patience: START_TIMEOUT };
  throw new Error(`${where} is neither a URL, nor the binary of \`local\`, nor a checkout of registration`);
}

/** @param {string} path */
function isProgram(path) {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false;
  }
}

/**
 * Returns the URL that `local` prints once it accepts requests.
 *
 * @param {import("node:child_process").ChildProcessByStdio<import("node:stream").Writable, import("node:stream").Readable, import("node:stream").Readable>} child
 * @param {number} patience
 * @returns {Promise<string>}
 */
function firstUrl(child, patience) {
  return new Promise((resolve, reject) => {
    let [output, log] = ["", ""];
    const timer = setTimeout(() => reject(new Error(`no URL within ${patience} ms\n${log}`)), patience);
    // The listeners stay, so that the process never waits for a reader.
    child.stderr.on("data", (data) => (log = (log + data).slice(-10_000)));
    child.stdout.on("data", (data) => {
      output = (output + data).slice(0, 10_000);
      const url = /^Site\s+(http:\/\/\S+)\n/m.exec(output);
      if (url) {
        clearTimeout(timer);
        resolve(url[1]);
      }
    });
    child.on("error", reject);
    child.on("close", () => {
      clearTimeout(timer);
      reject(new Error(log));
    });
  });
}

/**
 * Returns the first defined result of `attempt`.
 *
 * @template T
 * @param {() => Promise<T | undefined>} attempt
 * @param {number} timeout
 * @param {() => Promise<string>} complaint
 * @returns {Promise<T>}
 */
async function eventually(attempt, timeout, complaint) {
  const deadline = Date.now() + timeout;
  for (;;) {
    const result = await attempt();
    if (result !== undefined) return result;
    if (Date.now() >= deadline) throw new Error(await complaint());
    await sleep(POLL);
  }
}
