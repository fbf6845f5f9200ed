/**
 * What every AWS service of the local runtime looks like to the endpoint that serves them all.
 * A service knows nothing of HTTP, signatures or IAM: the endpoint identifies the caller, asks the service which
 * permissions a call needs, checks them against the caller's role, and only then lets the service handle it.
 */

/** Who calls: a function (by its execution role) or `operator`, which may do anything. */
export interface Caller {
  /** Function name as in the template, `operator`, or a service principal such as `events.amazonaws.com`. */
  readonly name: string;
  /** Logical id of the caller's IAM role in the template; absent for `operator` and for service principals. */
  readonly roleId?: string;
}

/** One call, after the endpoint has read and authenticated it. */
export interface AwsCall {
  /** The action's name as in the service's API reference, for example `PutItem`. */
  readonly action: string;
  /** The parsed JSON body; for S3, the request itself is in `http`. */
  readonly input: Record<string, unknown>;
  readonly caller: Caller;
  readonly http: {
    readonly method: string;
    readonly path: string;
    readonly query: URLSearchParams;
    readonly headers: Readonly<Record<string, string>>;
    readonly body: Buffer;
  };
}

/** An IAM action on a resource, for example `dynamodb:PutItem` on a table's ARN. */
export interface Permission {
  readonly action: string;
  readonly resource: string;
}

/** What a call consumed, added up by the meter per caller, service and action. */
export type Usage = Readonly<Record<string, number>>;

export interface AwsAnswer {
  /** JSON body (AWS JSON protocols), or raw bytes (S3). */
  readonly output: unknown;
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** For the meter, for example `{ writeUnits: 2 }`; every call counts as one request anyway. */
  readonly usage?: Usage;
}

export interface AwsService {
  /** The signing name: `dynamodb`, `sqs`, `events`, `secretsmanager`, `s3`. */
  readonly name: string;
  /** Every permission that AWS would demand for this call; for a transaction, one per item. */
  permissions(call: AwsCall): readonly Permission[];
  /** Does the work. Durable on return. Throws {@link AwsError}. */
  handle(call: AwsCall): Promise<AwsAnswer>;
  close(): Promise<void>;
}

/** An error in AWS's own terms; the endpoint turns it into the service's wire format. */
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

/** Milliseconds since the epoch; passed in so that tests can hold time still. */
export type Clock = () => number;
