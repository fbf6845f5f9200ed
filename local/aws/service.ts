import type { HttpRequest } from '../http/message.ts';

/** The account's operator, or a function with its execution role. */
export interface Caller {
  /** Name of a function, `operator`, or a service principal such as `events.amazonaws.com`. */
  readonly name: string;
  /** Logical id of the function's role; absent for the operator, who is allowed everything, and for services. */
  readonly roleId?: string;
}

/** An authenticated call. */
export interface AwsCall {
  /** The action in the service's API reference, for example `PutItem`. */
  readonly action: string;
  /** The parsed JSON body; empty for S3 and Lambda, which read `http`. */
  readonly input: Record<string, unknown>;
  readonly caller: Caller;
  readonly http: HttpRequest;
}

/** An IAM action on a resource, for example `dynamodb:PutItem` on a table's ARN. */
export interface Permission {
  readonly action: string;
  readonly resource: string;
}

/** What a call consumes, for example `{ writeUnits: 2 }`. */
export type Usage = Readonly<Record<string, number>>;

export interface AwsResponse {
  /** A JSON body, or raw bytes. */
  readonly output: unknown;
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** Metered beside one request per call. */
  readonly usage?: Usage;
}

/**
 * A service behind the endpoint, which authenticates the caller, checks the permissions against the caller's role and
 * meters the usage.
 */
export interface AwsService {
  /** The signing name: `dynamodb`, `sqs`, `events`, `secretsmanager`, `s3`, `lambda`. */
  readonly name: string;
  /** The permissions that AWS requires for the call; a transaction requires those of each member. */
  permissions(call: AwsCall): readonly Permission[];
  /** Resolves when the effect is durable. Throws {@link AwsError}. */
  handle(call: AwsCall): Promise<AwsResponse>;
  close(): Promise<void>;
}

/** An error response; the endpoint writes it in the service's format. */
export class AwsError extends Error {
  readonly code: string;
  readonly status: number;
  /** Members beside the message, for example `CancellationReasons`. */
  readonly members: Readonly<Record<string, unknown>>;

  constructor(code: string, message: string, status = 400, members: Readonly<Record<string, unknown>> = {}) {
    super(message);
    this.name = code;
    this.code = code;
    this.status = status;
    this.members = members;
  }
}

export function notSupported(action: string, service: string): AwsError {
  return new AwsError('UnknownOperationException', `The local runtime does not support ${action} of ${service}.`);
}

/** Milliseconds since the epoch; tests pass a fixed one. */
export type Clock = () => number;
