// A real identity provider in a process of its own: the library `oidc-provider`, which was certified by the OpenID Foundation.
// Everybody may sign in under any name; all are in the groups that are named. Each start has a new key and forgets everything.
import { generateKeyPairSync, randomBytes } from "node:crypto";
import { pathToFileURL } from "node:url";

const [library, port, callback, client, secret, groups] = process.argv.slice(2);
const { Provider } = await import(pathToFileURL(library).href);

const kid = randomBytes(6).toString("hex");
const key = generateKeyPairSync("rsa", { modulusLength: 2048 }).privateKey.export({ format: "jwk" });

const provider = new Provider(`http://127.0.0.1:${port}`, {
  clients: [{ client_id: client, client_secret: secret, redirect_uris: [callback] }],
  claims: { openid: ["sub"], profile: ["name", "preferred_username", "groups"] },
  conformIdTokenClaims: false, // what a scope names stands in the ID token, as Keycloak and Entra do it
  cookies: { keys: [randomBytes(16).toString("hex")] },
  features: { devInteractions: { enabled: true } },
  jwks: { keys: [{ ...key, kid, use: "sig", alg: "RS256" }] },
  pkce: { required: () => true },
  scopes: ["openid", "profile", "email"],
  findAccount: (_, id) => ({
    accountId: id,
    claims: () => ({ sub: `subject-${id}`, name: `${id} Beispiel`, preferred_username: id, groups: groups.split(",") }),
  }),
  async loadExistingGrant({ oidc }) {
    const grant = new oidc.provider.Grant({ clientId: oidc.client.clientId, accountId: oidc.session.accountId });
    grant.addOIDCScope("openid profile email");
    await grant.save();
    return grant;
  },
});

provider.listen(Number(port), "127.0.0.1", () => console.log("listening"));
