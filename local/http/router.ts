export interface RouteMatch<Route> {
  readonly route: Route;
  /** Decoded values of the path's `{parameters}`. */
  readonly pathParameters: Readonly<Record<string, string>>;
}

/**
 * Selects routes by keys such as `GET /orders/{id}` as API Gateway does: the most specific path first (a literal before
 * `{parameter}` before `{greedy+}`), then the method before `ANY`, then `$default`. Every method matches `undefined`.
 *
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-routes.html
 */
export function createRouter<Route>(
  routes: readonly (readonly [key: string, route: Route])[],
): (method: string | undefined, path: string) => RouteMatch<Route> | undefined {
  const fallback = routes.find(([key]) => key === '$default');
  const candidates = routes
    .filter((entry) => entry !== fallback)
    .map(([key, route]) => ({ route, ...compileKey(key) }))
    .sort((a, b) => (a.rank < b.rank ? -1 : 1));
  return (method = 'ANY', path) => {
    for (const { route, method: allowed, pattern, names } of candidates) {
      const isAllowed = allowed === method || allowed === 'ANY' || method === 'ANY';
      const values = isAllowed ? pattern.exec(path)?.slice(1) : undefined;
      if (values === undefined) continue;
      return { route, pathParameters: Object.fromEntries(values.map((value, i) => [names[i], decode(value)])) };
    }
    return fallback && { route: fallback[1], pathParameters: {} };
  };
}

/** `rank` orders routes by their segments from the left, then by the method. */
function compileKey(key: string) {
  const [method = '', path = ''] = key.split(' ');
  const names: string[] = [];
  // Every second part is the inside of braces.
  const parts = path.split(/\{([^}]+)\}/).map((part, index) => {
    if (index % 2 === 0) return part.replace(/[.*+?^$()|[\]{}\\]/g, String.raw`\$&`);
    names.push(part.replace('+', ''));
    return part.endsWith('+') ? '(.+)' : '([^/]+)';
  });
  const ranks = path.split('/').map((segment) => (segment.endsWith('+}') ? 2 : segment.includes('{') ? 1 : 0));
  const rank = [...ranks, method === 'ANY' ? 1 : 0].join('');
  return { method, names, rank, pattern: new RegExp(`^${parts.join('')}$`, 's') };
}

/** A value that is not valid percent-encoding stays as it is. */
function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
