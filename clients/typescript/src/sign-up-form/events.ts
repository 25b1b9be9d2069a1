import type { Activated, FormSchema, Registered } from "../api.ts";
import type { Problem } from "../problem.ts";

/** The details of the component's events, by name. All of them bubble and leave the shadow tree. */
export interface SignUpFormEvents {
  /** The service has accepted a registration. `pending` comes with the handle. */
  registered: Exclude<Registered, { status: "waiting" }> & { /** The address that was registered. */ email: string };
  /** The address is on the waiting list, whether or not it was before. */
  waiting: Extract<Registered, { status: "waiting" }> & { /** The address. */ email: string };
  /** The user is active, or an operator has yet to approve. */
  activated: Pick<Activated, "status" | "user" | "next">;
  /** An operation has failed. The component shows the problem, too. */
  problem: Problem;
  /** A token of the bot check is needed: render the widget, or reset it. */
  captcha: NonNullable<FormSchema["x-captcha"]>;
}
