import { LogFile } from '../lambda/log-file.ts';
import { logTime } from './event.ts';
import type { HttpRequest } from './http-request.ts';

const DEFAULT_FORMAT =
  '$context.identity.sourceIp - [$context.requestTime] "$context.httpMethod $context.path $context.protocol" ' +
  '$context.status $context.responseLength $context.requestId $context.responseLatency';

export interface AccessEntry {
  readonly request: HttpRequest;
  readonly routeKey: string;
  readonly status: number;
  readonly bytes: number;
  readonly milliseconds: number;
}

/** Writes one line per request in the stage's access log format. Unknown variables become `-`. */
export class AccessLog {
  readonly #file: LogFile;
  readonly #format: string;

  constructor(path: string, format: string = DEFAULT_FORMAT) {
    this.#file = new LogFile(path);
    this.#format = format;
  }

  write({ request, routeKey, status, bytes, milliseconds }: AccessEntry): void {
    const values: Readonly<Record<string, string | number>> = {
      requestId: request.requestId,
      httpMethod: request.method,
      path: request.rawPath,
      protocol: request.protocol,
      requestTime: logTime(request.time),
      requestTimeEpoch: request.time.getTime(),
      responseLatency: Math.round(milliseconds),
      responseLength: bytes,
      routeKey,
      stage: '$default',
      status,
      'identity.sourceIp': request.sourceIp,
      'identity.userAgent': request.headers['user-agent'] ?? '-',
      'integration.latency': Math.round(milliseconds),
      integrationLatency: Math.round(milliseconds),
    };
    // JSON formats put values between quotes, so quotes and control characters in values are escaped.
    this.#file.line(
      this.#format.replace(/\$context\.([A-Za-z.]*[A-Za-z])/g, (_match, name: string) =>
        JSON.stringify(String(values[name] ?? '-')).slice(1, -1),
      ),
    );
  }

  close(): void {
    this.#file.close();
  }
}
