import type { CallContext } from '../../../sync/call-context.ts';
import {
  type SapAccountAssignment,
  SapAccountAssignmentSchema,
  type SapFigure,
  SapFigureSchema,
} from '../pull-schemas.ts';
import { quoted, type SapReader } from '../reader.ts';
import type { SapSettings } from '../settings.ts';

/** What SAP has of a cost center in a fiscal year (sap 65, 66): no API has budgets as such. */
export interface SapCostCenterFigures {
  readonly plan: readonly SapFigure[];
  readonly actuals: readonly SapFigure[];
  /** Of all orders, whatever their state. */
  readonly assignments: readonly SapAccountAssignment[];
}

const FIGURES = 'CompanyCodeCurrency,AmountInCompanyCodeCurrency';

/** https://api.sap.com/api/API_FINPLANNINGENTRYITEM_SRV, https://api.sap.com/api/API_OPLACCTGDOCITEMCUBE_SRV */
export async function readCostCenterFigures(
  reader: SapReader,
  context: CallContext,
  settings: SapSettings,
  costCenter: string,
  year: number,
): Promise<SapCostCenterFigures> {
  const { plan_path, actuals_path, company_code, ledger, planning_category } = settings;
  const ofCostCenter = `CompanyCode eq ${quoted(company_code)} and CostCenter eq ${quoted(costCenter)}`;
  const plan = await reader.all(context, {
    root: plan_path,
    set: 'A_FinPlanningEntryItem',
    query: {
      $filter: `${ofCostCenter} and LedgerFiscalYear eq '${year}' and Ledger eq ${quoted(ledger)} and PlanningCategory eq ${quoted(planning_category)}`,
      $select: FIGURES,
    },
    row: SapFigureSchema,
  });
  const actuals = await reader.all(context, {
    root: actuals_path,
    set: 'A_OperationalAcctgDocItemCube',
    query: { $filter: `${ofCostCenter} and LedgerFiscalYear eq '${year}'`, $select: FIGURES },
    row: SapFigureSchema,
  });
  const assignments = await reader.all(context, {
    set: 'PurchaseOrderAccountAssignment',
    query: { $filter: `CostCenter eq ${quoted(costCenter)} and IsDeleted eq false` },
    row: SapAccountAssignmentSchema,
  });
  return { plan, actuals, assignments };
}
