import type { Organization, Routing } from '../domain/organization.ts';
import type { ErpSource, ProcurementRequest } from '../domain/procurement-request.ts';
import { isPartner, PARTNER_NAMES, PARTNERS, type Partner, type PartnerDescription } from './partners.ts';

/** What routes a request. */
type Routed = Pick<ProcurementRequest, 'type' | 'cost_center'>;

/** The `erp_source` of a request: that of the first enabled ERP whose routing takes it, else `manual`. */
export function erpSourceOf({ routes }: Pick<Organization, 'routes'>, { type, cost_center }: Routed): ErpSource {
  return (
    routes
      .filter(({ request_types }) => request_types?.includes(type) ?? true)
      .filter(({ cost_centers }) => cost_centers?.includes(cost_center) ?? true)
      .map(({ partner }) => sourceOf(partner))
      .find((source) => source !== undefined) ?? 'manual'
  );
}

/** The routes once an integration has this routing; undefined: it is disabled. A route keeps its place. */
export function withRouting(
  { routes }: Pick<Organization, 'routes'>,
  partner: Partner,
  routing: Routing | undefined,
): Organization['routes'] {
  if (routing === undefined) return routes.filter((route) => route.partner !== partner);
  const next = { ...routing, partner };
  const isKnown = routes.some((route) => route.partner === partner);
  return isKnown ? routes.map((route) => (route.partner === partner ? next : route)) : [...routes, next];
}

/**
 * The partners that an order with this ERP source goes to. An ERP that is disabled when a request is approved gets the order
 * once it is enabled and resumed.
 */
export function destinationsOf(source: ErpSource): Partner[] {
  return PARTNER_NAMES.filter((partner) => sourceOf(partner) === source);
}

function sourceOf(name: string): ErpSource | undefined {
  const partner: PartnerDescription | undefined = isPartner(name) ? PARTNERS[name] : undefined;
  return partner?.erpSource;
}
