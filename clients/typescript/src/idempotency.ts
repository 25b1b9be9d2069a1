/**
 * Makes the idempotency keys of submissions.
 *
 * The same submission keeps its key until the service has decided on it, so that a repetition remains one registration:
 * after a lost answer, or by a second press of the button.
 */
export class IdempotencyKeys {
  #last: { submission: string; key: string } | undefined;

  /** Returns the key of this submission. */
  of(submission: string): string {
    if (this.#last?.submission !== submission) this.#last = { submission, key: randomKey() };
    return this.#last.key;
  }

  /** Forgets a submission that the service has decided on. It has a password. */
  forget(submission: string): void {
    if (this.#last?.submission === submission) this.#last = undefined;
  }
}

// `randomUUID` is missing on pages that are not secure, such as those of a development machine in a local network.
function randomKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
