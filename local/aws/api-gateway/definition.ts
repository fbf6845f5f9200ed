/** An HTTP API with its routes, integrations, authorizers and `$default` stage. */
export interface ApiDefinition {
  readonly id: string;
  readonly name: string;
  readonly routes: readonly RouteDefinition[];
  /** Requests per second and burst of the `$default` stage. */
  readonly throttle?: { readonly rate: number; readonly burst: number } | undefined;
  readonly accessLogFormat?: string | undefined;
}

export interface RouteDefinition {
  /** `POST /v1/things/{id}` or `$default`. */
  readonly routeKey: string;
  readonly functionArn: string;
  readonly timeoutMs: number;
  readonly authorizer?: JwtAuthorizerDefinition | undefined;
}

export interface JwtAuthorizerDefinition {
  readonly issuer: string;
  readonly audiences: readonly string[];
}
