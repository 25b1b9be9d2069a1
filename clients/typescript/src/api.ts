import type { components, operations } from "./generated/openapi.ts";

type Schemas = components["schemas"];

/** The operations of infra/openapi.yaml that the client calls, by their `operationId`. */
export type Operation =
  | "showForm"
  | "isAllowed"
  | "register"
  | "showRegistered"
  | "correctEmail"
  | "resend"
  | "activateByCode"
  | "showActivation"
  | "activate";

type ProblemIn<Response> = Response extends { content: { "application/problem+json": infer Body } } ? Body : never;

type ProblemsIn<Responses> = { [Status in keyof Responses]: ProblemIn<Responses[Status]> }[keyof Responses];

/** The problems in all answers to an operation. */
export type WireProblem<O extends Operation> = O extends Operation ? ProblemsIn<operations[O]["responses"]> : never;

/** The secret that shows that this client registered. Keep it like a password until the user is active. */
export type Handle = Schemas["RegistrationHandle"];

/** The parts of an email that activate. */
export type ActivationBy = Schemas["ActivationBy"];

/** A text in parts, of which some are links. */
export type TextParts = Schemas["TextParts"];

/** One field of a form, as JSON Schema. */
export type FieldSchema = Omit<Schemas["FieldSchema"], "enum"> & {
  /** The accepted values. */
  enum?: (string | number)[];
};

/** A form, as JSON Schema of the fields that {@link RegistrationClient.register} takes, in the requested language. */
export type FormSchema = Omit<Schemas["FormSchema"], "properties"> & { properties: Record<string, FieldSchema> };

/** The values of a form by the names of its fields. */
export type Fields = Record<string, string | number | boolean | null>;

/** Whether a visitor may register. */
export type Allowed = Schemas["Allowed"];

/**
 * The result of a registration: an email is on its way, an operator has yet to approve, or the user is active.
 *
 * Without an invitation to a service with a waiting list, the address is on the list (`waiting`).
 */
export type Registered = Schemas["Pending"] | Schemas["Registered"];

/** The state of a registration. */
export type Status = Schemas["RegistrationStatus"];

/** The result of an activation: the user is active, or an operator has yet to approve. */
export type Activated = Schemas["Activated"];

/** The state of an activation key. */
export type Activatable = Schemas["Activatable"];

/** A user. */
export type User = Schemas["User"];

/** A fault of one field. `message` is a sentence for people, in the requested language. */
export type FieldError = Schemas["FieldError"];
