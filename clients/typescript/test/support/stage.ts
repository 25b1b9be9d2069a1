import { after, before } from "node:test";
import type { Browser } from "playwright-core";
import { startBrowser } from "./browser.ts";
import { Local } from "./local.ts";
import { Site } from "./site.ts";

/** A browser, a site with pages, and a service that the site's pages may use. */
export class Stage {
  browser!: Browser;
  site!: Site;
  local!: Local;
  readonly #others = new Map<string, Local>();

  /** Builds the stage before the tests of a file, with these settings, and takes it down after them. */
  static forFile(settings: Record<string, string> = {}): Stage {
    const stage = new Stage();
    before(async () => {
      [stage.browser, stage.site] = await Promise.all([startBrowser(), Site.start()]);
      stage.local = await stage.service(settings);
      stage.site.service = stage.local.url;
    });
    after(async () => {
      await stage.browser.close();
      stage.site.end();
      for (const other of stage.#others.values()) await other.end();
    });
    return stage;
  }

  /** Starts a service with these settings, which ends with the stage. */
  async service(settings: Record<string, string> = {}): Promise<Local> {
    const service = await Local.start({ REGISTRATION_ALLOWED_ORIGINS: this.site.origin, ...settings });
    this.#others.set(service.url, service);
    return service;
  }

  /** Returns the URL of a page with the component. */
  form(attributes = "", { lang = "en", dir = "ltr", content = "", service = this.local } = {}): string {
    const component = `<sign-up-form src="${service.url}" ${attributes}>${content}</sign-up-form>`;
    return this.site.page(component, { lang, dir, service: service.url });
  }
}
