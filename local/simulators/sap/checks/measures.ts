/** Quantities and amounts: the unit or currency must accompany them (KBA 3360429, facts 1.4), also in a PATCH. */
import type { EntityType, Property } from '../edm.ts';
import { type Entity, numberOf, textOf } from '../entity.ts';
import { decimalsOf } from '../formats.ts';
import { CURRENCY_DECIMALS, UNITS } from '../master-data.ts';
import type { Findings } from './validation-messages.ts';

/** Checks the sent values of one entity, and of its sent children. */
export function checkMeasures(type: EntityType, sent: Entity, findings: Findings): void {
  for (const [name, property] of Object.entries(type.properties)) {
    if (property.type === 'Edm.Decimal' && property.unit !== undefined && name in sent.values) {
      checkMeasure(name, property, property.unit, sent, findings);
    }
  }
  for (const [navigation, child] of Object.entries(type.children)) {
    for (const [index, entity] of (sent.children[navigation] ?? []).entries()) {
      checkMeasures(child, entity, findings.in(navigation, index));
    }
  }
}

function checkMeasure(
  name: string,
  property: Extract<Property, { type: 'Edm.Decimal' }>,
  unitName: string,
  sent: Entity,
  findings: Findings,
): void {
  const unit = textOf(sent, unitName);
  const isAmount = property.scale === 'variable';
  if (unit === '') {
    findings.add('/IWBEP/CM_V4_COS/077', `${isAmount ? 'Currency' : 'Unit'} ${unitName} must accompany ${name}`, name);
    return;
  }
  if (!isAmount) {
    if (!UNITS.includes(unit)) findings.add('06/053', `Unit of measure ${unit} is not defined`, unitName);
    return;
  }
  const decimals = CURRENCY_DECIMALS[unit];
  const value = numberOf(sent, name);
  if (decimals === undefined) findings.add('06/053', `Currency ${unit} is not defined`, unitName);
  else if (decimalsOf(value) > decimals) {
    findings.add('/IWBEP/CM_V4_COS/078', `${name} ${value} has more than ${decimals} decimals of ${unit}`, name);
  } else if (Math.abs(value) >= 10 ** (property.precision - decimals)) {
    findings.add('/IWBEP/CM_V4_COS/079', `${name} ${value} is too large`, name);
  }
}
