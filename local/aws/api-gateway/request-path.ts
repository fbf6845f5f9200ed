/**
 * The path that an HTTP API matches with its routes and passes on as `rawPath`: decoded, so that `%2F` is a slash like
 * any other, and cut off at a `?` that was encoded. The router decodes path parameters once more, so that a client
 * sends `%252F` for a slash in one. Slashes are kept as they are: `/things/` and `//things` are not `/things`.
 *
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-routes.html says that parameters are
 * decoded. The rest is observed: https://github.com/fastify/aws-lambda-fastify/issues/169,
 * https://stackoverflow.com/questions/69677023, https://github.com/middleapi/standard-server/pull/93
 */
export function routedPath(encoded: string): string {
  try {
    return decodeURIComponent(encoded).replace(/\?.*$/s, '');
  } catch {
    return encoded;
  }
}
