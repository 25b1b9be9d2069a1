/**
 * A client of the sign-up service `registration`: {@link RegistrationClient}.
 *
 * It needs only `fetch` and `crypto`, so it runs in browsers, in Node and in workers. The form as a web component is the
 * entry point `registration-client/sign-up-form`.
 */
export { activationKey } from "./activation-key.ts";
export type {
  Activatable,
  Activated,
  ActivationBy,
  Allowed,
  FieldError,
  FieldSchema,
  Fields,
  FormSchema,
  Handle,
  Operation,
  Registered,
  Status,
  TextParts,
  User,
} from "./api.ts";
export {
  type Abortable,
  type ClientOptions,
  type FormOptions,
  RegistrationClient,
  type WithCaptcha,
} from "./client.ts";
export type { Problem, ProblemCode } from "./problem.ts";
export type { Result } from "./result.ts";
export type { RetryOptions } from "./retry.ts";
