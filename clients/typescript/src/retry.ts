import type { Problem } from "./problem.ts";

/** The limits of repeated requests. */
export interface RetryOptions {
  /** The number of requests at most, with the first one. Default: 3. */
  attempts?: number;
  /** The seconds to wait at most before one of them. Problems with a longer `Retry-After` are returned. Default: 10. */
  maxWait?: number;
}

/**
 * Returns the seconds after which a request may be repeated, if it may.
 *
 * The service's `Retry-After` always permits it. Without it, only a `repeatable` request that the service perhaps did not
 * get is sent again, with a growing delay.
 */
export function delayAfter(problem: Problem, attempt: number, repeatable: boolean): number | undefined {
  const { code, status, retryAfter } = problem;
  if (retryAfter !== undefined && (status === 429 || status === 503)) return retryAfter;
  const lost = code === "unreachable" || (code === "gateway" && (status === 429 || status >= 500));
  return lost && repeatable ? 2 ** (attempt - 1) * (0.25 + Math.random() / 4) : undefined;
}

/** Waits, or throws the signal's reason as soon as it is aborted. */
export function pause(seconds: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const abort = () => {
      clearTimeout(timer);
      reject(signal?.reason);
    };
    const timer = setTimeout(() => {
      signal?.removeEventListener("abort", abort);
      resolve();
    }, seconds * 1000);
    if (signal?.aborted) abort();
    else signal?.addEventListener("abort", abort, { once: true });
  });
}
