import { randomUUID } from "node:crypto";

/** A person whom no other test uses. */
export function person() {
  const username = `ann-${randomUUID().slice(0, 12)}`;
  return { username, email: `${username}@example.com`, password: "seven otters juggle plums" };
}
