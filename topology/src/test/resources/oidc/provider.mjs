// provider.mjs PORT GATE: a certified identity provider with four people, of whom one has no business at the gate.
import { Provider } from "oidc-provider";

const [, , port, gate] = process.argv;
const groups = { ada: ["gate admins"], olga: ["ops", "staff"], vera: ["staff"], nora: ["sales"] };

new Provider(`http://127.0.0.1:${port}`, {
  clients: [{
    client_id: "linewarden",
    client_secret: "known to both of them",
    redirect_uris: [`${gate}/login/callback`],
    post_logout_redirect_uris: [`${gate}/logged-out`],
  }],
  claims: { openid: ["sub"], profile: ["preferred_username", "groups"] },
  pkce: { required: () => true },
  findAccount: (any, id) => ({
    accountId: id,
    claims: async () => ({ sub: id, preferred_username: `${id} of the night shift`, groups: groups[id] }),
  }),
}).listen(Number(port), "127.0.0.1", () => console.log("listening"));
