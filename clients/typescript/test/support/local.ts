import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { resolve } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

const REPOSITORY = fileURLToPath(new URL("../../../..", import.meta.url));
const BINARY = resolve(REPOSITORY, process.env.LOCAL ?? "target/debug/local");

/** An email in the inbox. */
export interface Mail {
  to: string;
  text: string;
  headers: { name: string; value: string }[];
}

/** A service in memory, at a free port. */
export class Local {
  readonly url: string;
  readonly #process: ChildProcess;

  private constructor(url: string, process: ChildProcess) {
    this.url = url;
    this.#process = process;
  }

  /** Starts the service with these settings, and no others. */
  static async start(settings: Record<string, string> = {}): Promise<Local> {
    const inherited = Object.entries(process.env).filter(([name]) => !/^(AWS|REGISTRATION)_/.test(name));
    // All tests come from one source.
    const env = { ...Object.fromEntries(inherited), REGISTRATION_LIMIT_PER_SOURCE: "off", ...settings };
    const child = spawn(BINARY, ["--port", "0", "--memory"], { env, stdio: ["ignore", "pipe", "pipe"] });
    let log = "";
    child.stderr.on("data", (text) => {
      log += text;
    });
    for await (const line of createInterface(child.stdout)) {
      const url = /http:\/\/127\.0\.0\.1:\d+/.exec(line)?.[0];
      if (!url) continue;
      child.stdout.resume();
      return new Local(url, child);
    }
    throw new Error(`${BINARY} did not start: ${log}`);
  }

  /** Ends it as Ctrl-C does. */
  async end(): Promise<void> {
    const ended = once(this.#process, "exit");
    this.#process.kill("SIGINT");
    await ended;
  }

  /** Returns all emails to an address, oldest first. */
  async mailsTo(address: string): Promise<Mail[]> {
    const response = await fetch(`${this.url}/_local/mail`, { headers: { accept: "application/json" } });
    const mails = (await response.json()) as Mail[];
    return mails.filter(({ to }) => to === address);
  }

  /** Returns the first email to an address, as soon as it is there. */
  async mailTo(address: string): Promise<Mail> {
    return eventually(async () => (await this.mailsTo(address))[0], `no email came to ${address}`);
  }

  /** Returns the code in the first email to an address. */
  async codeTo(address: string): Promise<string> {
    return /\b\d{6}\b/.exec((await this.mailTo(address)).text)?.[0] ?? "";
  }

  /** Returns the link in the first email to an address: the only URL with a key. */
  async linkTo(address: string): Promise<string> {
    return /https?:\/\/\S+[/=][a-z2-7]{32}\S*/.exec((await this.mailTo(address)).text)?.[0] ?? "";
  }
}

/** Returns the first result that is something. */
export async function eventually<T>(attempt: () => Promise<T | undefined>, complaint: string): Promise<T> {
  const deadline = Date.now() + 20_000;
  while (Date.now() < deadline) {
    const found = await attempt();
    if (found !== undefined) return found;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error(complaint);
}
