import { type Operations, VERSIONED } from '../operation.ts';
import { listOf, pageOf } from '../schemas/common.ts';
import { IntegrationHealth } from '../schemas/health.ts';
import * as schemas from '../schemas/integrations.ts';
import { Organization } from '../schemas/organization.ts';

const INTEGRATIONS = 'Integrations';
const ORGANIZATION = 'Organization';

export const INTEGRATION_OPERATIONS = {
  'GET /v1/integrations': {
    id: 'listIntegrations',
    tag: INTEGRATIONS,
    summary: 'List the partners, and whether each is configured and works',
    responses: { 200: listOf(schemas.ListedIntegration) },
  },
  'GET /v1/integrations/{partner}': {
    id: 'getIntegration',
    tag: INTEGRATIONS,
    summary: 'Get an integration',
    description: 'Without the values of its credentials, which nothing returns.',
    responses: { 200: schemas.Integration },
  },
  'PUT /v1/integrations/{partner}': {
    id: 'putIntegration',
    tag: INTEGRATIONS,
    summary: 'Set an integration up, or replace its settings',
    description:
      'Settings and credentials have the form that its schema tells. Credentials that are left out stay, unless the settings name another host.',
    responses: { 200: schemas.Integration },
  },
  'DELETE /v1/integrations/{partner}': {
    id: 'removeIntegration',
    tag: INTEGRATIONS,
    summary: 'Remove an integration with its routing and its credentials',
    description: 'Its mappings stay, and orders that have not reached the partner wait until it is configured again.',
    responses: { 204: null },
  },
  'GET /v1/integrations/{partner}/schema': {
    id: 'getIntegrationSchema',
    tag: INTEGRATIONS,
    summary: 'Get what the settings, credentials and mappings of an integration must be',
    description: 'JSON Schemas 2020-12; those of the values of mappings by kind.',
    responses: { 200: schemas.IntegrationSchemas },
  },
  'POST /v1/integrations/{partner}/test': {
    id: 'testIntegration',
    tag: INTEGRATIONS,
    summary: 'Test an integration',
    description:
      'Reads something harmless at the partner, with the stored settings and credentials or with those of the body, which are not stored, and says in words what is wrong.',
    responses: { 200: schemas.IntegrationTest },
  },
  'GET /v1/integrations/{partner}/mappings': {
    id: 'listMappings',
    tag: INTEGRATIONS,
    summary: 'List what a partner calls the master data',
    description: 'By kind and key.',
    responses: { 200: pageOf(schemas.Mapping) },
  },
  'PUT /v1/integrations/{partner}/mappings/{kind}/{key}': {
    id: 'putMapping',
    tag: INTEGRATIONS,
    summary: 'Add or replace a mapping',
    description: 'What has failed without it is synced after a retry.',
    responses: { 200: schemas.Mapping },
  },
  'DELETE /v1/integrations/{partner}/mappings/{kind}/{key}': {
    id: 'removeMapping',
    tag: INTEGRATIONS,
    summary: 'Remove a mapping',
    description: 'Whether or not it is there. Orders that the partner has stay.',
    responses: { 204: null },
  },
  'GET /v1/integrations/{partner}/health': {
    id: 'getIntegrationHealth',
    tag: INTEGRATIONS,
    summary: 'Get the health of an integration',
    responses: { 200: IntegrationHealth },
  },
  'POST /v1/integrations/{partner}/resume': {
    id: 'resumeIntegration',
    tag: INTEGRATIONS,
    summary: 'Resume a paused integration',
    description: 'One call probes the partner; everything that waits follows within about a minute.',
    responses: { 202: schemas.ResumedIntegration },
  },
} satisfies Operations;

export const ORGANIZATION_OPERATIONS = {
  'GET /v1/organization': {
    id: 'getOrganization',
    tag: ORGANIZATION,
    summary: 'Get the organization with its cost centers and people',
    responses: { 200: Organization },
    etag: true,
  },
  'PUT /v1/organization': {
    id: 'putOrganization',
    tag: ORGANIZATION,
    summary: 'Replace the organization, its cost centers and its people',
    description:
      'All or nothing. Cost centers and people that are left out are deleted; at most 98 of them change in one call.',
    responses: { 200: Organization },
    ...VERSIONED,
  },
} satisfies Operations;
