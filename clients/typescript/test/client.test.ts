/** The client against a started service. */
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { activationKey, type Operation, type Problem, RegistrationClient, type Result } from "registration-client";
import { Local } from "./support/local.ts";
import { person } from "./support/person.ts";

let local: Local;
let client: RegistrationClient;

before(async () => {
  local = await Local.start();
  client = new RegistrationClient(`${local.url}/`, { lang: "en" });
});
after(() => local.end());

/** Returns the value of a result that must be good. */
function good<Value, O extends Operation>(result: Result<Value, O>): Value {
  assert.ok(result.ok, JSON.stringify(result));
  return result.value;
}

/** Returns the problem of a result that must be bad, with this code. */
function bad<Code extends Problem["code"]>(result: Result<unknown, Operation>, code: Code): Problem & { code: Code } {
  assert.ok(!result.ok && result.problem.code === code, JSON.stringify(result));
  return result.problem as Problem & { code: Code };
}

/** Registers, and returns the handle. */
async function register(fields: ReturnType<typeof person>): Promise<string> {
  const result = await client.register(fields);
  assert.ok(result.ok && result.value.status === "pending", JSON.stringify(result));
  return result.value.registration;
}

test("registration activates by code", async () => {
  const ann = person();
  const registration = await register(ann);
  const activated = await client.activateByCode(registration, await local.codeTo(ann.email));
  assert.ok(activated.ok);
  assert.equal(activated.value.status, "active");
  assert.equal(activated.value.user.username, ann.username);
  assert.deepEqual(good(await client.status(registration)), { status: "active" });
});

test("registration activates by link", async () => {
  const ann = person();
  const registration = await register(ann);
  const link = await local.linkTo(ann.email);
  assert.deepEqual(good(await client.link(link)), { status: "pending", proof: "registration" });
  const activated = await client.activateByLink(link, registration);
  assert.ok(activated.ok);
  assert.equal(activated.value.user.email, ann.email);
});

test("link of the deployment's own page activates", async () => {
  const page = "https://app.example.com/activate?key=";
  const own = await Local.start({ REGISTRATION_ACTIVATION_URL: `${page}{key}` });
  try {
    const visitor = new RegistrationClient(own.url, { lang: "de" });
    const ann = person();
    const registered = await visitor.register(ann);
    assert.ok(registered.ok && registered.value.status === "pending");
    assert.deepEqual(registered.value.activation_by, ["link", "code"]);
    const { registration } = registered.value;
    const link = await own.linkTo(ann.email);
    assert.ok(link.startsWith(page) && link.endsWith("&lang=de"), link);
    const state = good(await visitor.status(registration));
    assert.ok(state.status === "pending");
    assert.deepEqual(state.activation_by, ["link", "code"]);
    assert.deepEqual(good(await visitor.link(link)), { status: "pending", proof: "registration" });
    assert.equal(good(await visitor.activateByLink(link, registration)).status, "active");
  } finally {
    await own.end();
  }
});

test("link without the handle starts over", async () => {
  const ann = person();
  await register(ann);
  const link = await local.linkTo(ann.email);
  bad(await client.activateByLink(link), "proof_required");
  const activation = activationKey(link);
  const form = await client.form({ activation });
  assert.ok(form.ok);
  assert.equal(form.value.properties.email?.const, ann.email);
  const registered = await client.register({ ...ann, password: "other otters juggle plums" }, { activation });
  assert.ok(registered.ok);
  assert.equal(registered.value.status, "active");
});

test("text without a key is an unknown link", async () => {
  bad(await client.link("resend"), "activation_key_unknown");
  bad(await client.activateByLink("https://example.com/"), "activation_key_unknown");
});

test("corrected address gets the code", async () => {
  const ann = person();
  const registration = await register({ ...ann, email: `wrong-${ann.email}` });
  assert.equal(good(await client.correctEmail(registration, ann.email)).status, "pending");
  const activated = await client.activateByCode(registration, await local.codeTo(ann.email));
  assert.ok(activated.ok);
  assert.equal(activated.value.user.email, ann.email);
});

test("resend is accepted for handles and addresses", async () => {
  const registration = await register(person());
  assert.deepEqual(good(await client.resend({ registration })), { status: "accepted" });
  assert.deepEqual(good(await client.resend({ email: "nobody@example.com" })), { status: "accepted" });
});

test("form is in the language of the client", async () => {
  const form = await new RegistrationClient(local.url, { lang: "de" }).form();
  assert.ok(form.ok);
  assert.equal(form.language, "de");
  assert.equal(form.value.properties.email?.title, "E-Mail-Adresse");
  assert.deepEqual(Object.keys(form.value.properties), ["username", "email", "password", "password_confirm"]);
});

test("problem of fields lists their errors", async () => {
  const problem = bad(await client.register({ ...person(), username: "", password: "short" }), "validation_failed");
  assert.deepEqual(
    problem.errors.map(({ field, code }) => [field, code]),
    [
      ["username", "required"],
      ["password", "too_short"],
    ],
  );
});

test("wrong code has the tries left", async () => {
  const ann = person();
  const registration = await register(ann);
  const code = await local.codeTo(ann.email);
  const wrong = code === "000000" ? "000001" : "000000";
  assert.equal(bad(await client.activateByCode(registration, wrong), "code_wrong").tries_left, 4);
  bad(await client.activateByCode(registration, "abc"), "validation_failed");
});

test("unknown handle is a problem", async () => {
  bad(await client.status("nonsense"), "registration_unknown");
  bad(await client.form({ type: "nonsense" }), "form_unknown");
});

test("service that is closed allows nobody", async () => {
  assert.deepEqual(good(await client.allowed()), { allowed: true, backend: "default" });
  const closed = await Local.start({ REGISTRATION_OPEN: "false" });
  try {
    const visitor = new RegistrationClient(closed.url);
    const allowed = await visitor.allowed();
    assert.ok(allowed.ok && !allowed.value.allowed);
    assert.equal(allowed.value.reason, "registration_closed");
    bad(await visitor.register(person()), "registration_closed");
  } finally {
    await closed.end();
  }
});
