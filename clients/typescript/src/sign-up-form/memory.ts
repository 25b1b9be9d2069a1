import type { ActivationBy, Handle } from "../api.ts";

/** A registration that waits for its code or link, and the address that the email was sent to. */
export interface PendingRegistration {
  registration: Handle;
  email: string;
  activationBy: ActivationBy;
}

const HOUR = 3_600_000;

/**
 * Keeps a pending registration for an hour from its last email, as the cookie of the service's own pages does.
 *
 * On a phone the browser may discard the page while the user reads the email. The link in the email opens another tab.
 */
export class Memory {
  readonly #name: string;
  readonly #stores: () => boolean;
  // A browser may refuse the storage. Then the registration lasts as long as the page.
  #kept: string | null = null;

  /** `stores` says whether the page lets the registration outlive it. */
  constructor(src: string, stores: () => boolean) {
    this.#name = `sign-up-form:${src}`;
    this.#stores = stores;
  }

  keep(pending: PendingRegistration): void {
    const kept = JSON.stringify({ ...pending, until: Date.now() + HOUR });
    this.#kept = kept;
    if (this.#stores()) use((storage) => storage.setItem(this.#name, kept));
  }

  recall(): PendingRegistration | undefined {
    const stored = () => use((storage) => storage.getItem(this.#name));
    const kept = this.#kept ?? (this.#stores() ? stored() : null);
    if (!kept) return undefined;
    try {
      const { until, ...pending } = JSON.parse(kept);
      if (until > Date.now()) return pending;
    } catch {
      // Another script of the page has written there.
    }
    this.forget();
    return undefined;
  }

  forget(): void {
    this.#kept = null;
    use((storage) => storage.removeItem(this.#name));
  }
}

function use<T>(action: (storage: Storage) => T): T | undefined {
  try {
    return action(localStorage);
  } catch {
    return undefined;
  }
}
