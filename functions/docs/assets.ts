/** The files that the bundle of `docs` has beside its code, by name, and where they are in the repository. */
export const DOCS_ASSETS = {
  'openapi.json': 'docs/openapi.json',
  'index.html': 'functions/docs/page/index.html',
  'page.css': 'functions/docs/page/page.css',
  'page.js': 'functions/docs/page/page.js',
  'swagger-ui.css': 'node_modules/swagger-ui-dist/swagger-ui.css',
  'swagger-ui-bundle.js': 'node_modules/swagger-ui-dist/swagger-ui-bundle.js',
} as const;
