import { childrenOf, type Entity, numberOf, ownOf } from '../entity.ts';
import { round } from '../formats.ts';
import { checkRequired, checkTree } from './checks.ts';
import type { Problem } from './errors.ts';
import { type Kind, ORDER_KIND } from './model.ts';

/** The list below each item of a list. */
const BELOW = { lines: 'schedules', schedules: 'distributions' };

/** What keeps a document from being submitted (oracle 31). */
export function checkSubmission(kind: Kind, document: Entity): Problem[] {
  if (childrenOf(document, 'lines').length === 0) return [{ detail: 'There must be a line.', path: '/lines' }];
  return kind === ORDER_KIND ? checkOrder(document) : [];
}

/** oracle 48. */
function checkOrder(order: Entity): Problem[] {
  return [
    ...checkLineNumbers(order),
    ...checkTree(order, checkRequired({ lines: ['Price'] })),
    ...checkTree(order, checkBelow),
    ...checkTree(order, checkAccounts),
  ];
}

function checkLineNumbers(order: Entity): Problem[] {
  const numbers = childrenOf(order, 'lines').map(({ LineNumber }) => LineNumber ?? null);
  return numbers.flatMap((number, index) => {
    if (number === null || numbers.indexOf(number) === index) return [];
    return [{ detail: `The line number ${number} exists.`, path: `/lines/${index}/LineNumber` }];
  });
}

/** A quantity is divided among all that is below. */
function checkBelow(item: Entity, path: string): Problem[] {
  const name = ownOf<string>(BELOW, path.split('/').at(-2) ?? '');
  if (name === undefined) return [];
  const rows = childrenOf(item, name);
  if (rows.length === 0) return [{ detail: `You must provide a value for ${name}.`, path: `${path}/${name}` }];
  const sum = rows.reduce((before, row) => before + numberOf(row, 'Quantity'), 0);
  if (round(sum, 6) === round(numberOf(item, 'Quantity'), 6)) return [];
  return [{ detail: `The quantity must be equal to the total quantity of its ${name}.`, path: `${path}/Quantity` }];
}

function checkAccounts(schedule: Entity, path: string): Problem[] {
  if (schedule.DestinationTypeCode !== 'EXPENSE') return [];
  return checkTree(schedule, checkRequired({ distributions: ['POChargeAccountId'] }), path);
}
