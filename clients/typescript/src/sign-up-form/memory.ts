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
  readonly #enabled: boolean;

  constructor(src: string, enabled: boolean) {
    this.#name = `sign-up-form:${src}`;
    this.#enabled = enabled;
  }

  keep(pending: PendingRegistration): void {
    this.#use((storage) => storage.setItem(this.#name, JSON.stringify({ ...pending, until: Date.now() + HOUR })));
  }

  recall(): PendingRegistration | undefined {
    return this.#use((storage) => {
      const { until, ...pending } = JSON.parse(storage.getItem(this.#name) ?? "{}");
      if (until > Date.now()) return pending;
      storage.removeItem(this.#name);
    });
  }

  forget(): void {
    this.#use((storage) => storage.removeItem(this.#name));
  }

  // A browser may refuse the storage. Then the registration lasts as long as the page.
  #use<T>(action: (storage: Storage) => T): T | undefined {
    try {
      return this.#enabled ? action(localStorage) : undefined;
    } catch {
      return undefined;
    }
  }
}
