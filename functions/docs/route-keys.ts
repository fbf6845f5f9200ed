/** The routes of the API's own documentation, by API Gateway's route key; anybody may read it. */
export const DOCS_ROUTE_KEYS = ['GET /openapi.json', 'GET /docs', 'GET /docs/{file}'] as const;
