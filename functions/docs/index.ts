import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import { DOCS_ASSETS } from './assets.ts';

/** Serves the OpenAPI document, and the page that shows it. Neither holds anything of an organization. */

const TYPES: Readonly<Record<string, string>> = {
  css: 'text/css; charset=utf-8',
  html: 'text/html; charset=utf-8',
  js: 'text/javascript; charset=utf-8',
  json: 'application/json',
};

/** The page runs its own scripts only; the viewer sets styles and shows its icons as data. */
const SECURITY = {
  'content-security-policy':
    "default-src 'none'; connect-src 'self'; img-src 'self' data:; script-src 'self'; style-src 'self' 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
};

export async function handler({
  routeKey,
  pathParameters,
}: Pick<APIGatewayProxyEventV2, 'routeKey' | 'pathParameters'>): Promise<APIGatewayProxyStructuredResultV2> {
  const name = nameOf(routeKey, pathParameters?.file);
  if (name === undefined) return notFound();
  const type = TYPES[name.slice(name.lastIndexOf('.') + 1)] ?? 'text/plain';
  const content = await readFile(join(import.meta.dirname, name));
  const headers = { ...SECURITY, 'content-type': type, 'cache-control': 'public, max-age=300' };
  // HTTP APIs don't compress, and the viewer is larger than a function may answer fast.
  const body = gzipSync(content).toString('base64');
  return { statusCode: 200, headers: { ...headers, 'content-encoding': 'gzip' }, body, isBase64Encoded: true };
}

function nameOf(routeKey: string, file: string | undefined): string | undefined {
  if (routeKey === 'GET /openapi.json') return 'openapi.json';
  if (routeKey === 'GET /docs') return 'index.html';
  return file !== undefined && Object.hasOwn(DOCS_ASSETS, file) ? file : undefined;
}

function notFound(): APIGatewayProxyStructuredResultV2 {
  const problem = { type: 'about:blank', title: 'Not Found', status: 404, code: 'route.not_found' };
  const detail = 'The documentation has no such file: it begins at /docs.';
  return {
    statusCode: 404,
    headers: { 'content-type': 'application/problem+json' },
    body: JSON.stringify({ ...problem, detail }),
  };
}
