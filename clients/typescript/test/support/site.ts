import { readFile } from "node:fs/promises";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { extname } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { REACT_EXAMPLE } from "../../scripts/examples.ts";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));
const TYPES: Record<string, string> = { ".html": "text/html; charset=utf-8", ".js": "text/javascript; charset=utf-8" };

// The policy of a careful site: its own scripts, no styles in the page, and requests to the service.
const policyFor = (service: string) =>
  `default-src 'none'; script-src 'self'; style-src 'nonce-test'; connect-src ${service}`;

interface PageOptions {
  lang?: string;
  dir?: string;
  service: string;
  open?: boolean;
  path?: string;
}

/** A site with pages that use the package. It is another one than the service's: `localhost` in place of 127.0.0.1. */
export class Site {
  readonly origin: string;
  /** The URL of the service, which the examples have at port 9000. */
  service = "";
  readonly #files = new Map<string, { text: string; policy?: string }>();
  readonly #server: Server;

  private constructor(server: Server) {
    this.#server = server;
    this.origin = `http://localhost:${(server.address() as AddressInfo).port}`;
    server.on("request", (request, response) => this.#answer(request, response));
  }

  /** Starts the site at a free port. */
  static async start(): Promise<Site> {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const site = new Site(server);
    const { outputFiles } = await build(REACT_EXAMPLE);
    site.#files.set("/examples/react/dist/main.js", { text: outputFiles[0]?.text ?? "" });
    return site;
  }

  async #answer({ url = "/" }: IncomingMessage, response: ServerResponse): Promise<void> {
    const { pathname } = new URL(url, this.origin);
    const path = pathname.endsWith("/") ? `${pathname}index.html` : pathname;
    try {
      const { text, policy } = this.#files.get(path) ?? { text: await readFile(ROOT + path, "utf8") };
      const headers = policy ? { "content-security-policy": policy } : {};
      response.writeHead(200, { "content-type": TYPES[extname(path) || ".html"] ?? "text/plain", ...headers });
      response.end(text.replaceAll("http://127.0.0.1:9000", this.service));
    } catch {
      // The browser asks for an icon by itself.
      response.writeHead(path === "/favicon.ico" ? 204 : 404).end();
    }
  }

  /** Adds a page with this body, which may use a service, and has a strict policy unless it is `open`. Returns its URL. */
  page(body: string, { lang = "en", dir = "ltr", service, open = false, path }: PageOptions): string {
    const own = path ?? `/test/${this.#files.size}.html`;
    const text = `<!doctype html><html lang="${lang}" dir="${dir}"><meta charset="utf-8">
      <meta name="viewport" content="width=device-width, initial-scale=1"><title>Join Example</title>
      <style nonce="test">
        :root { color-scheme: light dark }
        body { margin: 1rem; background: light-dark(#ffffff, #12151a); color: light-dark(#000000, #ffffff) }
      </style>
      <script type="module" src="/dist/sign-up-form.min.js"></script>
      <main><h1>Example</h1>${body}</main></html>`;
    this.#files.set(own, { text, ...(!open && { policy: policyFor(service) }) });
    return this.origin + own;
  }

  /** Ends the site. */
  end(): void {
    this.#server.closeAllConnections();
    this.#server.close();
  }
}
