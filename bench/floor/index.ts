import { open } from 'node:fs/promises';
import { createServer, type IncomingMessage } from 'node:http';
import { createWriteQueue } from '../../local/write-queue.ts';

/**
 * The floor: what an HTTP service on this machine can't be faster than. A POST is parsed, appended, synced and answered;
 * a GET answers with a document, or with `limit` of them. `node bench/floor/index.ts <file>` tells its parent the port.
 */

const KEPT = 1000;
const file = await open(process.argv[2] ?? '', 'a');
const log = createWriteQueue<string>(async (lines) => {
  await file.appendFile(lines.join(''));
  await file.datasync();
});
const documents: object[] = [];

async function create(body: string): Promise<object> {
  const document = { id: `req_${performance.now()}`, ...JSON.parse(body) };
  await log.push([`${JSON.stringify(document)}\n`]);
  if (documents.length < KEPT) documents.push(document);
  return document;
}

function read(url: string): object {
  return { data: documents.slice(0, Number(/limit=(\d+)/.exec(url)?.[1] ?? 1)) };
}

function bodyOf(request: IncomingMessage): Promise<string> {
  return new Promise((resolve, reject) => {
    let body = '';
    request.setEncoding('utf8').on('data', (chunk) => (body += chunk));
    request.on('end', () => resolve(body)).on('error', reject);
  });
}

const server = createServer(async (request, response) => {
  const isPost = request.method === 'POST';
  const body = JSON.stringify(isPost ? await create(await bodyOf(request)) : read(request.url ?? ''));
  const headers = { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) };
  response.writeHead(isPost ? 201 : 200, headers).end(body);
});
server.listen(0, '127.0.0.1', () => process.send?.(server.address()));
process.on('disconnect', () => process.exit());
