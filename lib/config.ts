import { Duration } from 'aws-cdk-lib';
import { RetentionDays } from 'aws-cdk-lib/aws-logs';
import type { PullScope } from '../core/pull/scopes.ts';

/** The stages and their configuration. The list is closed, so that no other stage is deployed by mistake. */

export const STAGES = ['dev', 'prod'] as const;
export type Stage = (typeof STAGES)[number];

export interface HubConfig {
  readonly stage: Stage;
  /** The OpenID issuer and the audience of the tokens that the API accepts. */
  readonly issuer: string;
  readonly audience: string;
  /** The protocols of partner URLs: partners on this machine have no certificates. */
  readonly partnerProtocols: readonly string[];
  /** Whether data outlives the stack and is protected from deletion. */
  readonly protectData: boolean;
  readonly logRetention: RetentionDays;
  readonly archiveRetention: Duration;
  /** How often each scope is pulled from every enabled ERP. */
  readonly pullRates: Readonly<Record<PullScope, Duration>>;
}

/** The command line's context: `-c stage=… -c issuer=… -c audience=…`. */
export interface HubContext {
  readonly stage?: unknown;
  readonly issuer?: unknown;
  readonly audience?: unknown;
}

const DEVELOPMENT_ISSUER = 'http://localhost:3000';

/** The configuration of a stage. Throws an Error that names the context value that is missing or wrong. */
export function readConfig(context: HubContext): HubConfig {
  const stage = STAGES.find((known) => known === (context.stage ?? 'dev'));
  if (!stage) throw new Error(`stage: "${String(context.stage)}" is not one of ${STAGES.join(', ')}`);
  const production = stage === 'prod';
  const issuer = text(context.issuer, 'issuer') ?? (production ? missing('issuer') : DEVELOPMENT_ISSUER);
  if (production && !issuer.startsWith('https://')) throw new Error('issuer: must be an https URL in prod');
  return {
    stage,
    issuer,
    partnerProtocols: issuer.startsWith('http:') ? ['https:', 'http:'] : ['https:'],
    audience: text(context.audience, 'audience') ?? 'procurement-hub',
    protectData: production,
    logRetention: production ? RetentionDays.ONE_YEAR : RetentionDays.ONE_WEEK,
    archiveRetention: Duration.days(production ? 90 : 7),
    pullRates: {
      vendors: Duration.days(1),
      budgets: Duration.hours(1),
      purchase_orders: Duration.minutes(15),
      catalogs: Duration.days(1),
    },
  };
}

function text(value: unknown, name: string): string | undefined {
  if (value === undefined) return undefined;
  if (typeof value === 'string' && value !== '') return value;
  throw new Error(`${name}: must be text`);
}

function missing(name: string): never {
  throw new Error(`${name}: prod needs one, with -c ${name}=…`);
}
