/** The types of problems. tsc checks this file: a missing case or one too many is an error. */
import assert from "node:assert/strict";
import { test } from "node:test";
import type { Problem, ProblemCode } from "registration-client";

/** Compiles only if the cases are all codes of the operation. */
function wayOn(problem: Problem<"activateByCode">): string {
  switch (problem.code) {
    case "code_wrong":
      return `${problem.tries_left} tries are left`;
    case "validation_failed":
      return problem.errors.map(({ message }) => message).join(" ");
    case "other":
      return `the deployment's own ${problem.reported}`;
    case "codes_paused":
    case "service_unavailable":
      return `wait for ${problem.retryAfter} seconds`;
    case "already_activated":
    case "awaiting_approval":
      return "done";
    case "code_expired":
    case "start_over_required":
    case "registration_unknown":
    case "activation_not_supported":
    case "account_disabled":
    case "proof_required":
      return problem.detail;
    case "cross_site_request":
    case "malformed_body":
    case "malformed_header":
    case "content_too_large":
    case "unsupported_media_type":
      return "correct the program";
    case "internal_error":
    case "gateway":
    case "unreachable":
      return "try again";
    default:
      return problem satisfies never;
  }
}

test("problem is narrowed by its code", () => {
  const common = { status: 422, title: "", detail: "" };
  assert.equal(wayOn({ ...common, code: "code_wrong", tries_left: 2 }), "2 tries are left");
  assert.equal(wayOn({ ...common, code: "other", reported: "office_closed" }), "the deployment's own office_closed");
});

test("operations have only their own codes", () => {
  // @ts-expect-error: a registration has no code to be wrong
  const code: ProblemCode<"register"> = "code_wrong";
  assert.ok(code);
});
