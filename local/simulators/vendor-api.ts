import { type HttpRequest, type HttpResponse, jsonResponse } from '../http/message.ts';
import { createRouter } from '../http/router.ts';

/** A request that has found its route. */
export interface VendorCall extends HttpRequest {
  /** The values of the path's `{placeholders}`. */
  readonly params: Readonly<Record<string, string>>;
  readonly parameters: URLSearchParams;
}

/** Returns the vendor's response, or throws a {@link VendorError}. */
export type VendorRoute = (call: VendorCall) => HttpResponse;
/** By keys such as `GET /api/purchase_orders/{id}`. */
export type VendorRoutes = Readonly<Record<string, VendorRoute>>;

/** A refusal in the vendor's words and shape. Changes made before it is thrown stay: check first, then write. */
export class VendorError extends Error {
  readonly response: HttpResponse;

  constructor(response: HttpResponse) {
    super(`The vendor responds with ${response.status}.`);
    this.name = 'VendorError';
    this.response = response;
  }

  /** For a vendor whose clients choose how refusals are written. */
  responseTo(_request: HttpRequest): HttpResponse {
    return this.response;
  }
}

export interface VendorApiOptions {
  readonly routes: VendorRoutes;
  /** The response to a path, or a method of a path, that the vendor does not have. Runs after `before`. */
  readonly unknown: (request: HttpRequest, isPathKnown: boolean) => HttpResponse;
  /** What precedes each call, such as authentication and rate limits; throws {@link VendorError}. */
  readonly before?: (request: HttpRequest) => void;
}

/** Routes the calls of a vendor's API. */
export function createVendorApi({ routes, unknown, before }: VendorApiOptions): (request: HttpRequest) => HttpResponse {
  const find = createRouter(Object.entries(routes));

  return (request) => {
    try {
      before?.(request);
      const match = find(request.method, request.path);
      if (match === undefined) return unknown(request, find(undefined, request.path) !== undefined);
      const parameters = new URLSearchParams(request.query);
      return match.route({ ...request, params: match.pathParameters, parameters });
    } catch (error) {
      if (error instanceof VendorError) return error.responseTo(request);
      throw error;
    }
  };
}

/** The URL of a simulator, for those in its responses. */
export function baseUrlOf({ headers }: HttpRequest, name: string): string {
  return `http://${headers.host}/${name}`;
}

/** The JSON of a body. Throws what `malformed` returns when it is none. */
export function readJson({ body }: HttpRequest, malformed: () => Error): unknown {
  try {
    return JSON.parse(body.toString());
  } catch {
    throw malformed();
  }
}

/** Whether the media type of a header is the one given, whatever its parameters. */
export function isMediaType(header: string | undefined, type: string): boolean {
  return header?.split(';')[0]?.trim().toLowerCase() === type;
}

export function refusal(status: number, body: unknown, headers: Readonly<Record<string, string>> = {}): VendorError {
  return new VendorError(jsonResponse(status, body, headers));
}
