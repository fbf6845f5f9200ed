/**
 * What DynamoDB's client constructs for endpoint discovery, which is off unless a function's configuration asks for it.
 * The bundles have this instead of the SDK's own, which brings an LRU cache of 8 kB.
 */
export class EndpointCache {}
