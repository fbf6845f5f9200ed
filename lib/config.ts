import { Duration } from 'aws-cdk-lib';
import { RetentionDays } from 'aws-cdk-lib/aws-logs';
import { PARTNER_NAMES, type Partner } from '../core/sync/partners.ts';

/** The stages and their configuration. The list is closed, so that no other stage is deployed by mistake. */

export const STAGES = ['dev', 'prod'] as const;
export type Stage = (typeof STAGES)[number];

export interface OrganizationConfig {
  readonly id: string;
  /** The partners for which the organization has a secret with credentials. */
  readonly partners: readonly Partner[];
}

export interface HubConfig {
  readonly stage: Stage;
  /** The OpenID issuer and the audience of the tokens that the API accepts. */
  readonly issuer: string;
  readonly audience: string;
  readonly organizations: readonly OrganizationConfig[];
  /** Whether data outlives the stack and is protected from deletion. */
  readonly protectData: boolean;
  readonly logRetention: RetentionDays;
  readonly archiveRetention: Duration;
}

/** The command line's context: `-c stage=… -c issuer=… -c audience=… -c organizations=org_a,org_b`. */
export interface HubContext {
  readonly stage?: unknown;
  readonly issuer?: unknown;
  readonly audience?: unknown;
  readonly organizations?: unknown;
}

const DEVELOPMENT_ISSUER = 'http://localhost:3000';
const EXAMPLE_ORGANIZATION = 'org_5jHtK4pR8uWn';

/** The configuration of a stage. Throws an Error that names the context value that is missing or wrong. */
export function readConfig(context: HubContext): HubConfig {
  const stage = STAGES.find((known) => known === (context.stage ?? 'dev'));
  if (!stage) throw new Error(`stage: "${String(context.stage)}" is not one of ${STAGES.join(', ')}`);
  const production = stage === 'prod';
  return {
    stage,
    issuer: text(context.issuer, 'issuer') ?? (production ? missing('issuer') : DEVELOPMENT_ISSUER),
    audience: text(context.audience, 'audience') ?? 'procurement-hub',
    organizations: (
      text(context.organizations, 'organizations') ?? (production ? missing('organizations') : EXAMPLE_ORGANIZATION)
    )
      .split(',')
      .map((id) => ({ id: organizationId(id.trim()), partners: PARTNER_NAMES })),
    protectData: production,
    logRetention: production ? RetentionDays.ONE_YEAR : RetentionDays.ONE_WEEK,
    archiveRetention: Duration.days(production ? 90 : 7),
  };
}

function text(value: unknown, name: string): string | undefined {
  if (value === undefined) return undefined;
  if (typeof value === 'string' && value !== '') return value;
  throw new Error(`${name}: must be text`);
}

/** The id becomes part of secret names and of the grants on them, so it has no wildcard and no slash. */
function organizationId(id: string): string {
  if (/^org_[A-Za-z0-9]+$/.test(id)) return id;
  throw new Error(`organizations: "${id}" is not an organization id such as ${EXAMPLE_ORGANIZATION}`);
}

function missing(name: string): never {
  throw new Error(`${name}: prod needs one, with -c ${name}=…`);
}
