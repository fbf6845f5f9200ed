import { LogFile } from '../lambda/log-file.ts';
import { logTime } from './event.ts';
import type { GatewayRequest } from './gateway-request.ts';

export interface AccessEntry {
  readonly request: GatewayRequest;
  readonly routeKey: string;
  readonly status: number;
  readonly bytes: number;
  readonly milliseconds: number;
}

/** Writes one line per request if the stage has an access log format. Unknown variables become `-`. */
export class AccessLog {
  readonly #file: LogFile;
  readonly #format: string | undefined;

  constructor(path: string, format: string | undefined) {
    this.#file = new LogFile(path);
    this.#format = format;
  }

  write({ request, routeKey, status, bytes, milliseconds }: AccessEntry): void {
    if (this.#format === undefined) return;
    const values: Readonly<Record<string, string | number>> = {
      requestId: request.requestId,
      httpMethod: request.method,
      path: request.path,
      protocol: request.protocol,
      requestTime: logTime(request.time),
      responseLatency: Math.round(milliseconds),
      responseLength: bytes,
      routeKey,
      status,
      'identity.sourceIp': request.sourceIp,
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
