// An OpenID Connect provider of the browser's story: oidc-provider, certified, with a sign-in page of two lines.
// Whoever types a subject is that subject. Usage: node provider.mjs BASE_OF_THE_PLATFORM; $KUMI_OIDC holds node_modules.
import { generateKeyPairSync, randomUUID } from 'node:crypto';
import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';

const found = createRequire(`${process.env.KUMI_OIDC}/`).resolve('oidc-provider');
const { Provider } = await import(pathToFileURL(found));
const platform = process.argv[2];
const key = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey.export({ format: 'jwk' });

const server = createServer();
server.listen(0, '127.0.0.1', () => {
  const issuer = `http://127.0.0.1:${server.address().port}`;
  const provider = new Provider(issuer, {
    clients: [{
      client_id: 'kumihimo',
      client_secret: process.env.KUMI_OIDC_SECRET,
      redirect_uris: [`${platform}/outside/back`],
      post_logout_redirect_uris: [`${platform}/sign-in`],
    }],
    jwks: { keys: [{ ...key, kid: 'own', use: 'sig', alg: 'RS256' }] },
    cookies: { keys: [randomUUID()] },
    features: { devInteractions: { enabled: false } },
    interactions: { url: (_, interaction) => `/interaction/${interaction.uid}` },
    findAccount: (_, id) => ({ accountId: id, claims: () => ({ sub: id }) }),
    // what the platform asks for is granted without another page
    async loadExistingGrant(ctx) {
      const { client, session, provider: own } = ctx.oidc;
      const grant = new own.Grant({ clientId: client.clientId, accountId: session.accountId });
      grant.addOIDCScope('openid');
      await grant.save();
      return grant;
    },
  });
  const rest = provider.callback();
  server.on('request', (request, response) => interaction(provider, request, response, rest).catch(fault => {
    response.writeHead(500).end(`${fault}`);
  }));
  console.log(`listening at ${issuer}`);
});

async function interaction(provider, request, response, rest) {
  const { pathname } = new URL(request.url, 'http://here');
  if (!pathname.startsWith('/interaction/')) return rest(request, response);
  const { prompt } = await provider.interactionDetails(request, response);
  if (request.method === 'GET') {
    response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' });
    return response.end(`<!doctype html><html lang="ja"><title>Provider</title><h1>Provider: ${prompt.name}</h1>
<form method="post"><label>subject <input id="subject" name="subject"></label>
<button id="enter">enter</button> <button id="cancel" name="cancel" value="1">cancel</button></form>`);
  }
  let body = '';
  for await (const chunk of request) body += chunk;
  const typed = new URLSearchParams(body);
  const result = typed.has('cancel')
    ? { error: 'access_denied', error_description: 'turned back' }
    : { login: { accountId: typed.get('subject') } };
  return provider.interactionFinished(request, response, result, { mergeWithLastSubmission: false });
}
