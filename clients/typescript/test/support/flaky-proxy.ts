import { createServer, request } from "node:http";
import type { AddressInfo } from "node:net";

/** A fault of one request: no answer after the service has handled it, or another answer in its place. */
export type Fault = "lost" | { status: number; headers?: Record<string, string>; body?: string } | undefined;

/** Passes requests on to a service, with one fault after the other. */
export async function flakyProxy(target: string, ...faults: Fault[]) {
  const requests: { method: string; url: string; key: string | undefined }[] = [];
  const server = createServer((incoming, outgoing) => {
    const { method = "", url = "", headers } = incoming;
    requests.push({ method, url, key: headers["idempotency-key"] as string | undefined });
    const fault = faults.shift();
    if (typeof fault === "object") {
      outgoing.writeHead(fault.status, fault.headers).end(fault.body);
      return;
    }
    const forwarded = request(
      target + url,
      { method, headers: { ...headers, host: new URL(target).host } },
      (answer) => {
        if (fault === "lost") {
          answer.resume().on("end", () => outgoing.destroy());
        } else {
          outgoing.writeHead(answer.statusCode ?? 500, answer.headers);
          answer.pipe(outgoing);
        }
      },
    );
    incoming.pipe(forwarded);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    /** The requests that have come. */
    requests,
    end() {
      server.closeAllConnections();
      server.close();
    },
  };
}
