/** A function, from `AWS::Lambda::Function` and its `AWS::Lambda::EventInvokeConfig`. */
export interface FunctionDefinition {
  readonly logicalId: string;
  readonly name: string;
  readonly arn: string;
  /** Logical id of the execution role. */
  readonly roleId: string;
  readonly environment: Readonly<Record<string, string>>;
  readonly timeoutSeconds: number;
  readonly memoryMegabytes: number;
  readonly reservedConcurrency?: number | undefined;
  /** Folder with the bundle. */
  readonly codeDirectory: string;
  /** `index.handler`: the file's name without its extension, and the export. */
  readonly handler: string;
  /** Retries of asynchronous invocations, and how long an event may wait for its processing. */
  readonly asyncRetries: number;
  readonly asyncMaxAgeSeconds: number;
  readonly asyncFailureQueueArn?: string | undefined;
}
