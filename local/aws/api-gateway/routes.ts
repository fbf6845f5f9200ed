import type { RouteDefinition } from './definition.ts';

export interface RouteMatch {
  readonly route: RouteDefinition;
  /** Decoded values of the path's `{parameters}`. */
  readonly pathParameters: Readonly<Record<string, string>>;
}

/**
 * Selects routes as API Gateway does: the most specific path first (a literal before `{parameter}` before `{greedy+}`),
 * then the method before `ANY`, then `$default`.
 *
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-routes.html
 */
export function createRouter(
  routes: readonly RouteDefinition[],
): (method: string, path: string) => RouteMatch | undefined {
  const fallback = routes.find(({ routeKey }) => routeKey === '$default');
  const candidates = routes
    .filter((route) => route !== fallback)
    .map(compileRoute)
    .sort((a, b) => (a.rank < b.rank ? -1 : 1));
  return (method, path) => {
    for (const { route, method: routeMethod, pattern, names } of candidates) {
      const values = routeMethod === 'ANY' || routeMethod === method ? pattern.exec(path)?.slice(1) : undefined;
      if (values === undefined) continue;
      return { route, pathParameters: Object.fromEntries(values.map((value, i) => [names[i], decode(value)])) };
    }
    return fallback && { route: fallback, pathParameters: {} };
  };
}

/** `rank` orders routes by their segments from the left, then by the method. */
function compileRoute(route: RouteDefinition) {
  const [method = '', path = ''] = route.routeKey.split(' ');
  const names: string[] = [];
  let rank = '';
  const patterns = path.split('/').map((segment) => {
    const [, name, greedy] = /^\{([^+}]+)(\+?)\}$/.exec(segment) ?? [];
    if (name === undefined) {
      rank += '0';
      return segment.replace(/[.*+?^$()|[\]{}\\]/g, String.raw`\$&`);
    }
    rank += greedy ? '2' : '1';
    names.push(name);
    return greedy ? '(.+)' : '([^/]+)';
  });
  rank += method === 'ANY' ? '1' : '0';
  return { route, method, names, rank, pattern: new RegExp(`^${patterns.join('/')}$`, 's') };
}

/** A value that is not valid percent-encoding stays as it is. */
function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
