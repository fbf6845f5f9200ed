import { logTime } from './event.ts';
import type { GatewayRequest } from './gateway-request.ts';

/** A stage's access log format with the variables of one request. Unknown variables become `-`. */
export function accessLogLine(
  format: string,
  request: GatewayRequest,
  response: {
    readonly routeKey: string;
    readonly status: number;
    readonly bytes: number;
    readonly milliseconds: number;
  },
): string {
  const values: Readonly<Record<string, string | number>> = {
    requestId: request.requestId,
    httpMethod: request.method,
    path: request.path,
    protocol: request.protocol,
    requestTime: logTime(request.time),
    responseLatency: Math.round(response.milliseconds),
    responseLength: response.bytes,
    routeKey: response.routeKey,
    status: response.status,
    'identity.sourceIp': request.sourceIp,
  };
  // JSON formats put values between quotes, so quotes and control characters in values are escaped.
  return format.replace(/\$context\.([A-Za-z.]*[A-Za-z])/g, (_match, name: string) =>
    JSON.stringify(String(values[name] ?? '-')).slice(1, -1),
  );
}
