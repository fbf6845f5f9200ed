import type { Operations } from '../operation.ts';
import { Category, Product, ProductDetail } from '../schemas/catalog.ts';
import { pageOf } from '../schemas/common.ts';

const CATALOG = 'Catalog';

export const CATALOG_OPERATIONS = {
  'GET /v1/catalog/products': {
    id: 'listProducts',
    tag: CATALOG,
    summary: 'Search the products of suppliers',
    description:
      'By supplier and SKU, of what is on sale today unless `on_sale` is `all`. A page may have fewer than `limit`, also none, while `has_more` is true: a call searches a part of a large catalog.',
    responses: { 200: pageOf(Product) },
  },
  'GET /v1/catalog/product': {
    id: 'getProduct',
    tag: CATALOG,
    summary: 'Get all of a product',
    responses: { 200: ProductDetail },
    etag: true,
  },
  'GET /v1/catalog/categories': {
    id: 'listCategories',
    tag: CATALOG,
    summary: 'List the categories that suppliers have named',
    description: 'By id. An administrator maps each to a category of the organization, and to a type of requests.',
    responses: { 200: pageOf(Category) },
  },
  'PUT /v1/catalog/category': {
    id: 'putCategory',
    tag: CATALOG,
    summary: 'Map a category of suppliers to one of the organization',
    description: 'The `id` is one of the list. All of its products have the category within seconds.',
    responses: { 200: Category },
    etag: true,
  },
} satisfies Operations;
