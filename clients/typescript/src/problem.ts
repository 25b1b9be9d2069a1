import type { FieldError, Operation, WireProblem } from "./api.ts";

// The codes of a deployment's own backend have one name here.
type Listed<Code> = Code extends { ownCode: true } ? "other" : Code extends string ? Code : never;

// Distributes over the bodies, because the union of their codes would be `string`.
type CodeIn<Body> = Body extends { code: infer Code } ? Listed<Code> : never;

/**
 * The codes that an operation can fail with. Three are the client's own:
 *
 * - `other`: a code that is not listed in infra/openapi.yaml, such as one of the deployment's own backend.
 * - `gateway`: an answer that is not the service's, such as one of API Gateway or of a proxy.
 * - `unreachable`: no answer. A browser also reports a page's forbidden origin in this way.
 */
export type ProblemCode<O extends Operation = Operation> = CodeIn<WireProblem<O>> | "gateway" | "unreachable";

/** The members that the problems of some codes have. */
interface Details {
  validation_failed: { errors: FieldError[] };
  code_wrong: { /** The number of tries that the code has left. */ tries_left: number };
  other: { /** The code in the answer. */ reported: string };
  unreachable: { /** The error of `fetch`. */ cause: unknown };
}

interface Common<Code> {
  /** Identifies the problem. */
  code: Code;
  /** The status of the answer, or 0 if there was none. */
  status: number;
  /** A few words for people, in the requested language. Empty if the service did not answer. */
  title: string;
  /** A sentence for people that says what to do. Empty if the service did not answer. */
  detail: string;
  /** The faults of single fields. */
  errors?: FieldError[];
  /** A page where people go on: a path of the service, or a URL. */
  next?: string;
  /** The seconds after which the same may be sent again. */
  retryAfter?: number;
}

/**
 * A problem that an operation can return: a union with the discriminant `code`.
 *
 * @example
 * switch (problem.code) {
 *   case "code_wrong":
 *     return `${problem.tries_left} tries are left`;
 *   default:
 *     return problem.detail;
 * }
 */
export type Problem<O extends Operation = Operation> = {
  [Code in ProblemCode<O>]: Common<Code> & (Code extends keyof Details ? Details[Code] : unknown);
}[ProblemCode<O>];

// `satisfies` fails when infra/openapi.yaml has another code.
const LISTED = {
  malformed_body: 0,
  malformed_header: 0,
  cross_site_request: 0,
  account_disabled: 0,
  proof_required: 0,
  form_unknown: 0,
  activation_key_unknown: 0,
  registration_unknown: 0,
  code_wrong: 0,
  code_expired: 0,
  codes_paused: 0,
  activation_not_supported: 0,
  already_activated: 0,
  start_over_required: 0,
  not_correctable: 0,
  awaiting_approval: 0,
  activation_key_expired: 0,
  content_too_large: 0,
  unsupported_media_type: 0,
  validation_failed: 0,
  idempotency_key_reused: 0,
  rate_limited: 0,
  internal_error: 0,
  service_unavailable: 0,
  mail_budget_exhausted: 0,
  captcha_unavailable: 0,
  registration_closed: 0,
  registration_paused: 0,
  credential_required: 0,
  credential_invalid: 0,
  claim_required: 0,
  openid_required: 0,
  invitation_required: 0,
  invitation_unknown: 0,
  invitation_spent: 0,
  invitation_expired: 0,
  invitation_revoked: 0,
} satisfies Record<Exclude<ProblemCode, "other" | "gateway" | "unreachable">, 0>;

/** Reads the problem in an answer with this body. */
export function problemIn(response: Response, body: unknown): Problem {
  const { status, headers } = response;
  const retryAfter = secondsOf(headers.get("retry-after"));
  const common = { status, title: "", detail: "", ...(retryAfter === undefined ? {} : { retryAfter }) };
  const { code, ...rest } = (body ?? {}) as Record<string, unknown>;
  if (typeof code !== "string") return { ...common, code: "gateway" };
  const known = Object.hasOwn(LISTED, code) ? { code } : { code: "other", reported: code };
  // The service's own description of its answers is the reason for this cast.
  return { ...common, ...rest, ...known } as Problem;
}

/** Returns the problem of a request that got no answer. */
export function unreachable(cause: unknown): Problem {
  return { code: "unreachable", status: 0, title: "", detail: "", cause };
}

/** Reads `Retry-After`: seconds, or a date that a proxy may send. */
function secondsOf(value: string | null): number | undefined {
  if (!value) return undefined;
  const seconds = /^\d+$/.test(value) ? Number(value) : (Date.parse(value) - Date.now()) / 1000;
  return Number.isNaN(seconds) ? undefined : Math.max(0, seconds);
}
