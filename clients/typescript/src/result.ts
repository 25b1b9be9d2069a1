import type { Operation } from "./api.ts";
import type { Problem } from "./problem.ts";

/** The result of an operation: its value, or the problem. `language` is that of the texts in it. */
export type Result<Value, O extends Operation> =
  | { ok: true; value: Value; language?: string }
  | { ok: false; problem: Problem<O>; language?: string };
