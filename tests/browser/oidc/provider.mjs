// A certified OpenID provider, which others wrote: npm's oidc-provider. Its own pages ask for a login and a consent.
//
// node provider.mjs PACKAGES ISSUER REDIRECT_URI CLIENT_ID CLIENT_SECRET
//
// A person who logs in as NAME has the address NAME@example.com, which is verified unless NAME begins with "unverified".
import { generateKeyPairSync, randomUUID } from "node:crypto";
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";

const [packages, issuer, redirectUri, clientId, clientSecret] = process.argv.slice(2);
const require = createRequire(`${packages}/package.json`);
const { Provider } = await import(pathToFileURL(require.resolve("oidc-provider")));

// Each process has a key of its own, so a restart rotates it.
const key = generateKeyPairSync("rsa", { modulusLength: 2048 }).privateKey.export({ format: "jwk" });

const provider = new Provider(issuer, {
  jwks: { keys: [{ ...key, kid: randomUUID(), alg: "RS256", use: "sig" }] },
  cookies: { keys: [randomUUID()] },
  clients: [{ client_id: clientId, client_secret: clientSecret, redirect_uris: [redirectUri], response_types: ["code"] }],
  // By default the token has no address, and the userinfo has it.
  claims: { openid: ["sub"], email: ["email", "email_verified"], profile: ["name", "preferred_username"] },
  pkce: { required: () => true },
  async findAccount(_context, id) {
    return {
      accountId: id,
      claims: () => ({
        sub: `subject-of-${id}`,
        email: `${id}@example.com`,
        email_verified: !id.startsWith("unverified"),
        name: id,
        preferred_username: id,
      }),
    };
  },
});
// The messages about development keys and memory are no news in a test.
provider.listen(new URL(issuer).port, "127.0.0.1", () => console.log("listening"));
