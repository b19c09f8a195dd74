// publish.mjs ID RECIPIENT TEXT: hands a message to the gate. The same ID again is a duplicate and harmless.
const url = (process.env.LINEWARDEN_URL ?? 'http://localhost:8080') + '/requests';

export async function publish(request, attempts = 5) {
  for (let attempt = 0; attempt < attempts; attempt++) {
    // null: the answer was lost, or nobody was there
    const answer = await fetch(url, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify(request),
      signal: AbortSignal.timeout(10_000),
    }).catch(() => null);
    if (answer?.ok) return (await answer.json()).ids;
    // 503: not taken yet. Anything else says what is wrong, and would be refused again.
    if (answer && answer.status !== 503) throw new Error(await answer.text());
    await new Promise((resolve) => setTimeout(resolve, 1000 * 2 ** attempt));
  }
  throw new Error(`the gate does not answer at ${url}`);
}

const [, , request_id, recipient, text] = process.argv;
console.log(await publish({ request_id, recipient, text }));
