/** The two documents that describe the service, made from the model. */
import type { HttpAnswer } from '../../http/message.ts';
import type { EntityType, Property } from './edm.ts';
import { ODATA_JSON } from './errors.ts';
import { ENTITY_TYPES } from './model.ts';

/** Name and alias of the schema as in SAP's metadata. */
const NAMESPACE = 'com.sap.gateway.srvd_a2x.api_purchaseorder_2.v0001';

export function serviceDocument(): HttpAnswer {
  const value = ENTITY_TYPES.map(({ set }) => ({ name: set, url: set }));
  return { status: 200, headers: ODATA_JSON, body: JSON.stringify({ '@odata.context': '$metadata', value }) };
}

export function metadataDocument(): HttpAnswer {
  const sets = ENTITY_TYPES.map(entitySet).join('');
  const body = `<?xml version="1.0" encoding="utf-8"?>
<edmx:Edmx Version="4.0" xmlns:edmx="http://docs.oasis-open.org/odata/ns/edmx" xmlns="http://docs.oasis-open.org/odata/ns/edm">
<edmx:DataServices><Schema Namespace="${NAMESPACE}" Alias="SAP__self">${ENTITY_TYPES.map(entityType).join('')}${MESSAGE}
<EntityContainer Name="Container">${sets}</EntityContainer>
</Schema></edmx:DataServices></edmx:Edmx>`;
  return { status: 200, headers: { 'content-type': 'application/xml', 'odata-version': '4.0' }, body };
}

const MESSAGE = `
<ComplexType Name="SAP__Message"><Property Name="code" Type="Edm.String" Nullable="false"/><Property Name="message" Type="Edm.String" Nullable="false"/><Property Name="target" Type="Edm.String"/><Property Name="additionalTargets" Type="Collection(Edm.String)" Nullable="false"/><Property Name="transition" Type="Edm.Boolean" Nullable="false"/><Property Name="numericSeverity" Type="Edm.Byte" Nullable="false"/><Property Name="longtextUrl" Type="Edm.String"/></ComplexType>`;

function entityType(type: EntityType): string {
  const keys = type.keys.map((key) => `<PropertyRef Name="${key}"/>`).join('');
  const properties = Object.entries(type.properties).map(([name, property]) => propertyOf(name, property));
  if (type.messages)
    properties.push('<Property Name="SAP__Messages" Type="Collection(SAP__self.SAP__Message)" Nullable="false"/>');
  const navigations = Object.entries(type.children).map(
    ([name, child]) => `<NavigationProperty Name="${name}" Type="Collection(SAP__self.${child.set}_Type)"/>`,
  );
  return `\n<EntityType Name="${type.set}_Type"><Key>${keys}</Key>${properties.join('')}${navigations.join('')}</EntityType>`;
}

function propertyOf(name: string, property: Property): string {
  const nullable = property.type.startsWith('Edm.Date') ? '' : ' Nullable="false"';
  return `<Property Name="${name}" Type="${property.type}"${nullable}${facets(property)}/>`;
}

function facets(property: Property): string {
  switch (property.type) {
    case 'Edm.String':
      return property.maxLength === undefined ? '' : ` MaxLength="${property.maxLength}"`;
    case 'Edm.Decimal':
      return ` Precision="${property.precision}" Scale="${property.scale}"`;
    case 'Edm.DateTimeOffset':
      return ' Precision="7"';
    default:
      return '';
  }
}

function entitySet({ set, children }: EntityType): string {
  const bindings = Object.entries(children).map(
    ([name, child]) => `<NavigationPropertyBinding Path="${name}" Target="${child.set}"/>`,
  );
  return `<EntitySet Name="${set}" EntityType="SAP__self.${set}_Type">${bindings.join('')}</EntitySet>`;
}
