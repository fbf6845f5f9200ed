import { AwsError } from '../service.ts';

export interface Version {
  readonly id: string;
  readonly value: string;
  readonly createdAt: number;
}

/** A secret's versions, the oldest first. The last one is labelled AWSCURRENT, the one before it AWSPREVIOUS. */
export type Versions = readonly Version[];

/** https://docs.aws.amazon.com/secretsmanager/latest/userguide/reference_limits.html */
const MAX_VERSIONS = 100;

const LABELS: Readonly<Record<string, number>> = { AWSCURRENT: -1, AWSPREVIOUS: -2 };

export function labelsOf(versions: Versions, version: Version): string[] {
  return Object.keys(LABELS).filter((label) => labelled(versions, label) === version);
}

/** The version with an id, a label or both; the current one without any. Throws when there is none. */
export function findVersion(versions: Versions, id: string | undefined, label: string | undefined): Version {
  if (id === undefined)
    return found(labelled(versions, label ?? 'AWSCURRENT'), `staging label: ${label ?? 'AWSCURRENT'}`);
  const version = found(
    versions.find((candidate) => candidate.id === id),
    `VersionId: ${id}`,
  );
  if (label === undefined || labelsOf(versions, version).includes(label)) return version;
  const mismatch = 'You provided a VersionStage that is not associated to the provided VersionId.';
  throw new AwsError('InvalidRequestException', mismatch);
}

/** The version with the id of `added` when its value is the same: the call is a retry. Throws for another value. */
export function repeatedVersion(versions: Versions, added: Version): Version | undefined {
  const version = versions.find(({ id }) => id === added.id);
  if (version === undefined || version.value === added.value) return version;
  const used = 'You provided a ClientRequestToken that was used for another value.';
  throw new AwsError('ResourceExistsException', used);
}

export function withVersion(versions: Versions, added: Version): Versions {
  return [...versions, added].slice(-MAX_VERSIONS);
}

function labelled(versions: Versions, label: string): Version | undefined {
  const index = Object.hasOwn(LABELS, label) ? LABELS[label] : undefined;
  return index === undefined ? undefined : versions.at(index);
}

function found(version: Version | undefined, wanted: string): Version {
  if (version !== undefined) return version;
  const missing = `Secrets Manager can't find the specified secret value for ${wanted}`;
  throw new AwsError('ResourceNotFoundException', missing);
}
