/** The route of a method and a path, or what is missing. */
export type RouteMatch<Route> =
  | { readonly kind: 'route'; readonly route: Route; readonly params: Readonly<Record<string, string>> }
  | { readonly kind: 'no-method' }
  | { readonly kind: 'no-path' };

/** Compiles a table of routes. In a key such as `GET /orders/{id}`, `{id}` matches any characters but `/`. */
export function createRouter<Route>(
  routes: Readonly<Record<string, Route>>,
): (method: string, path: string) => RouteMatch<Route> {
  const entries = Object.entries(routes).map(([key, route]) => {
    const [method = '', template = ''] = key.split(' ');
    return { method, route, pattern: patternOf(template) };
  });
  return (method, path) => {
    let pathExists = false;
    for (const { method: allowed, route, pattern } of entries) {
      const found = pattern.exec(path);
      if (found && allowed === method) return { kind: 'route', route, params: decoded(found.groups ?? {}) };
      pathExists ||= found !== null;
    }
    return { kind: pathExists ? 'no-method' : 'no-path' };
  };
}

function patternOf(template: string): RegExp {
  const literal = template.replace(/[.*+?^$()|[\]\\]/g, String.raw`\$&`);
  return new RegExp(`^${literal.replace(/\{(\w+)\}/g, '(?<$1>[^/]+)')}$`);
}

function decoded(groups: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(groups).map(([name, value]) => [name, decode(value)]));
}

/** Returns malformed percent-encoding as it is. */
function decode(value: string): string {
  try {
    return decodeURIComponent(value);
  } catch {
    return value;
  }
}
