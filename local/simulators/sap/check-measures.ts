import { childrenOf, type Entity, numberOf, textOf } from '../entity.ts';
import { decimalsOf } from '../formats.ts';
import type { EntityType, Measure } from './edm.ts';
import { decimalsOfCurrency, UNITS } from './master-data.ts';
import type { ValidationMessages } from './validation-messages.ts';

/** Checks that each sent quantity has its unit and each sent amount its currency (sap 22), in an entity and its children. */
export function checkMeasures(type: EntityType, sent: Entity, messages: ValidationMessages): void {
  for (const [name, { measure }] of Object.entries(type.properties)) {
    if (!measure || !(name in sent)) continue;
    if (measure.kind === 'amount') checkAmount(name, measure, sent, messages);
    else checkQuantity(name, measure, sent, messages);
  }
  for (const [navigation, child] of Object.entries(type.children)) {
    for (const [index, entity] of childrenOf(sent, navigation).entries()) {
      checkMeasures(child, entity, messages.in(navigation, index));
    }
  }
}

function checkQuantity(name: string, { unit: unitName }: Measure, sent: Entity, messages: ValidationMessages): void {
  const unit = textOf(sent, unitName);
  if (unit === '') messages.add('/IWBEP/CM_V4_COS/077', `Unit ${unitName} must accompany ${name}`, name);
  else if (!UNITS.includes(unit)) messages.add('06/053', `Unit of measure ${unit} is not defined`, unitName);
}

/** sap 23. */
function checkAmount(name: string, measure: Measure, sent: Entity, messages: ValidationMessages): void {
  const { unit: currencyName, precision } = measure;
  const currency = textOf(sent, currencyName);
  if (currency === '') {
    messages.add('/IWBEP/CM_V4_COS/077', `Currency ${currencyName} must accompany ${name}`, name);
    return;
  }
  const decimals = decimalsOfCurrency(currency);
  const value = numberOf(sent, name);
  if (decimals === undefined) messages.add('06/053', `Currency ${currency} is not defined`, currencyName);
  else if (decimalsOf(value) > decimals) {
    messages.add('/IWBEP/CM_V4_COS/078', `${name} ${value} has more than ${decimals} decimals of ${currency}`, name);
  } else if (Math.abs(value) >= 10 ** (precision - decimals)) {
    messages.add('/IWBEP/CM_V4_COS/079', `${name} ${value} is too large`, name);
  }
}
