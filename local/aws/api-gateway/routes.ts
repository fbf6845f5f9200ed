import type { RouteDefinition } from './definition.ts';

export interface RouteMatch {
  readonly route: RouteDefinition;
  /** Decoded values of the path's `{parameters}`. */
  readonly pathParameters: Readonly<Record<string, string>>;
}

type Segment = { readonly kind: 'literal' | 'parameter' | 'greedy'; readonly text: string };

interface Candidate {
  readonly route: RouteDefinition;
  readonly method: string;
  readonly segments: readonly Segment[];
}

const RANK = { literal: 0, parameter: 1, greedy: 2 } as const;

/**
 * API Gateway's choice of a route: the most specific path (literal before `{parameter}` before `{greedy+}`), then the
 * method before `ANY`, then `$default`.
 */
export function createRouter(
  routes: readonly RouteDefinition[],
): (method: string, path: string) => RouteMatch | undefined {
  const fallback = routes.find(({ routeKey }) => routeKey === '$default');
  const candidates = routes
    .filter((route) => route !== fallback)
    .map(candidateOf)
    .sort(bySpecificity);
  return (method, path) => {
    const parts = path.split('/').slice(1);
    for (const candidate of candidates) {
      if (candidate.method !== 'ANY' && candidate.method !== method) continue;
      const pathParameters = matchPath(candidate.segments, parts);
      if (pathParameters !== undefined) return { route: candidate.route, pathParameters };
    }
    return fallback && { route: fallback, pathParameters: {} };
  };
}

function candidateOf(route: RouteDefinition): Candidate {
  const [method = '', path = ''] = route.routeKey.split(' ');
  return { route, method, segments: path.split('/').slice(1).map(segmentOf) };
}

function segmentOf(text: string): Segment {
  if (/^\{.+\+\}$/.test(text)) return { kind: 'greedy', text: text.slice(1, -2) };
  if (/^\{.+\}$/.test(text)) return { kind: 'parameter', text: text.slice(1, -1) };
  return { kind: 'literal', text };
}

function bySpecificity(a: Candidate, b: Candidate): number {
  for (let index = 0; index < Math.max(a.segments.length, b.segments.length); index++) {
    const [left, right] = [a.segments[index], b.segments[index]];
    const difference = (left ? RANK[left.kind] : 0) - (right ? RANK[right.kind] : 0);
    if (difference !== 0) return difference;
  }
  return Number(a.method === 'ANY') - Number(b.method === 'ANY');
}

function matchPath(segments: readonly Segment[], parts: readonly string[]): Record<string, string> | undefined {
  const parameters: Record<string, string> = {};
  for (const [index, { kind, text }] of segments.entries()) {
    if (kind === 'greedy') {
      const rest = parts.slice(index).join('/');
      return rest === '' ? undefined : { ...parameters, [text]: decode(rest) };
    }
    const part = parts[index];
    if (part === undefined || (kind === 'literal' ? part !== text : part === '')) return undefined;
    if (kind === 'parameter') parameters[text] = decode(part);
  }
  return segments.length === parts.length ? parameters : undefined;
}

/** What can't be decoded is passed on as it came. */
function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
