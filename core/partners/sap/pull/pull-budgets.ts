import { isCurrency, toMinor } from '../../../domain/money.ts';
import type { PullEnvironment } from '../../../pull/pull-environment.ts';
import type { Pull, UnreadableRecord } from '../../../pull/puller.ts';
import type { PulledBudget } from '../../../pull/records.ts';
import { hubNumberOf } from '../mappers.ts';
import { readCostCenterFigures, type SapCostCenterFigures } from '../operations/read-cost-center-figures.ts';
import { type OpenOrderItem, readOpenItems } from '../operations/read-open-items.ts';
import type { SapFigure } from '../pull-schemas.ts';
import type { OpenSap } from './open-sap.ts';

/**
 * The budgets of the mapped cost centers in the current fiscal year, one per page, in the order of the hub's codes: plan,
 * actual figures, and what orders that are not the hub's still commit (sap 65, 66). The cursor is the last code.
 */
export function pullBudgets(
  openSap: OpenSap,
  { costCenters, fiscalYear, ownOrders, clock }: PullEnvironment,
): Pull<PulledBudget> {
  return async ({ orgId, cursor = '' }, context) => {
    const { settings, client } = await openSap(orgId);
    const [mapped, following] = (await costCenters(orgId)).filter(({ code }) => code > cursor);
    if (!mapped) return { records: [] };
    const next = following && mapped.code;
    const year = await fiscalYear(orgId, clock());
    const figures = await readCostCenterFigures(client, context, settings, mapped.value, year);
    const currency = currencyOf(figures);
    if (currency === undefined) return { records: [], next };
    if (currency === 'several') return { records: [], unreadable: [severalCurrencies(mapped.code)], next };
    const numbers = [...new Set(figures.assignments.map(({ PurchaseOrder }) => PurchaseOrder))];
    const own = await ownOrders(orgId, numbers.map(hubNumberOf));
    const others = numbers.filter((number) => !own.has(hubNumberOf(number)));
    const open = await readOpenItems(client, context, others);
    const budget = {
      cost_center: mapped.code,
      fiscal_year: year,
      currency,
      planned_minor: figures.plan.length === 0 ? null : sumMinor(figures.plan, currency),
      actual_minor: sumMinor(figures.actuals, currency),
      committed_elsewhere_minor: committedMinor(figures, open, currency),
    };
    return { records: [budget], next };
  };
}

/** The figures' currency; undefined without any figures. */
function currencyOf({ plan, actuals }: SapCostCenterFigures): string | 'several' | undefined {
  const currencies = [...new Set([...plan, ...actuals].map(({ CompanyCodeCurrency }) => CompanyCodeCurrency))];
  const [currency] = currencies;
  if (currency === undefined) return undefined;
  return currencies.length > 1 || !isCurrency(currency) ? 'several' : currency;
}

function severalCurrencies(code: string): UnreadableRecord {
  const message = `SAP has the figures of ${code} in several currencies, or in one that ISO 4217 does not have.`;
  return { record: code, code: 'sap.document_differs', message };
}

/** In minor units before they are added, which is exact. */
function sumMinor(figures: readonly SapFigure[], currency: string): number {
  return figures.reduce((sum, figure) => sum + toMinor(figure.AmountInCompanyCodeCurrency, currency), 0);
}

/** The open part of what is assigned to the cost center. Orders in another currency can't be added, and are left out. */
function committedMinor(
  { assignments }: SapCostCenterFigures,
  open: ReadonlyMap<string, OpenOrderItem>,
  currency: string,
): number {
  return assignments.reduce((sum, assignment) => {
    const item = open.get(`${assignment.PurchaseOrder}/${Number(assignment.PurchaseOrderItem)}`);
    if (!item || assignment.DocumentCurrency !== currency) return sum;
    return sum + Math.round(toMinor(assignment.PurgDocNetAmount, currency) * item.openShare);
  }, 0);
}
