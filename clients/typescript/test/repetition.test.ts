/** Repeated requests, with faults between the client and the service. */
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { RegistrationClient } from "registration-client";
import { type Fault, flakyProxy } from "./support/flaky-proxy.ts";
import { Local } from "./support/local.ts";
import { person } from "./support/person.ts";

let local: Local;
before(async () => {
  local = await Local.start();
});
after(() => local.end());

/** Runs an action with a client behind a proxy that has these faults. */
async function behind(
  faults: Fault[],
  action: (client: RegistrationClient, proxy: Awaited<ReturnType<typeof flakyProxy>>) => Promise<void>,
): Promise<void> {
  const proxy = await flakyProxy(local.url, ...faults);
  try {
    await action(new RegistrationClient(proxy.url), proxy);
  } finally {
    proxy.end();
  }
}

const throttled = (seconds: string): Fault => ({
  status: 429,
  headers: { "retry-after": seconds, "content-type": "application/problem+json" },
  body: JSON.stringify({ title: "Slow", status: 429, detail: "Wait.", code: "rate_limited" }),
});
const gateway: Fault = { status: 503, body: '{"message":"Service Unavailable"}' };

test("lost answer leaves one registration", async () => {
  const ann = person();
  await behind(["lost"], async (client, { requests }) => {
    const result = await client.register(ann);
    assert.ok(result.ok && result.value.status === "pending", JSON.stringify(result));
    assert.equal(requests.length, 2);
    assert.ok(requests[0]?.key);
    assert.equal(requests[1]?.key, requests[0].key);
    assert.ok((await client.activateByCode(result.value.registration, await local.codeTo(ann.email))).ok);
  });
});

test("key outlives a call that failed", async () => {
  const ann = person();
  await behind(["lost", "lost", "lost"], async (client, { requests }) => {
    const lost = await client.register(ann);
    assert.equal(!lost.ok && lost.problem.code, "unreachable");
    assert.ok((await client.register(ann)).ok);
    assert.equal(new Set(requests.map(({ key }) => key)).size, 1);
  });
});

test("other submission has another key", async () => {
  await behind([], async (client, { requests }) => {
    const ann = person();
    await client.register({ ...ann, username: "" });
    await client.register(ann);
    assert.equal(new Set(requests.map(({ key }) => key)).size, 2);
  });
});

test("simultaneous submissions are one registration", async () => {
  await behind([], async (client, { requests }) => {
    const ann = person();
    const [first, second] = await Promise.all([client.register(ann), client.register(ann)]);
    assert.ok(first.ok && second.ok);
    assert.equal(requests[0]?.key, requests[1]?.key);
  });
});

test("short pause is waited for", async () => {
  await behind([throttled("0"), gateway], async (client, { requests }) => {
    assert.ok((await client.allowed()).ok);
    assert.equal(requests.length, 3);
  });
});

test("long pause is returned", async () => {
  await behind([throttled("300")], async (client, { requests }) => {
    const result = await client.allowed();
    assert.ok(!result.ok && result.problem.code === "rate_limited");
    assert.equal(result.problem.retryAfter, 300);
    assert.equal(result.problem.detail, "Wait.");
    assert.equal(requests.length, 1);
  });
});

test("date of a proxy is a pause", async () => {
  const date = new Date(Date.now() + 3_600_000).toUTCString();
  await behind([throttled(date)], async (client) => {
    const result = await client.allowed();
    assert.ok(!result.ok && (result.problem.retryAfter ?? 0) > 3000);
  });
});

test("attempts are limited", async () => {
  await behind([gateway, gateway, gateway, gateway], async (client, { requests }) => {
    const result = await client.allowed();
    assert.ok(!result.ok && result.problem.code === "gateway");
    assert.equal(result.problem.status, 503);
    assert.equal(requests.length, 3);
  });
});

test("lost answer to a code is not repeated", async () => {
  await behind(["lost"], async (client, { requests }) => {
    const result = await client.activateByCode("nonsense", "123456");
    assert.equal(!result.ok && result.problem.code, "unreachable");
    assert.equal(requests.length, 1);
  });
});

test("abortion ends a pause", async () => {
  const controller = new AbortController();
  const reason = new Error("enough");
  const client = new RegistrationClient(local.url, {
    fetch: async () => {
      // When the answer has been read, and the pause has begun.
      setTimeout(() => controller.abort(reason), 50);
      return new Response("{}", { status: 503, headers: { "retry-after": "9" } });
    },
  });
  const begin = performance.now();
  await assert.rejects(client.allowed({ signal: controller.signal }), reason);
  assert.ok(performance.now() - begin < 8000);
});

test("aborted signal sends nothing", async () => {
  await behind([], async (client, { requests }) => {
    await assert.rejects(client.allowed({ signal: AbortSignal.abort() }), { name: "AbortError" });
    assert.equal(requests.length, 0);
  });
});

test("unlisted code is reported as other", async () => {
  const fault = { status: 403, body: JSON.stringify({ title: "T", status: 403, detail: "D", code: "office_closed" }) };
  await behind([fault], async (client) => {
    const result = await client.register(person());
    assert.ok(!result.ok && result.problem.code === "other");
    assert.equal(result.problem.reported, "office_closed");
  });
});

test("page of a proxy is a gateway's", async () => {
  await behind([{ status: 200, body: "<html>Log in to the network</html>" }], async (client) => {
    const result = await client.allowed();
    assert.equal(!result.ok && result.problem.code, "gateway");
  });
});
