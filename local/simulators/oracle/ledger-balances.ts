import type { Entity } from '../entity.ts';
import { refuse } from './errors.ts';
import { BUDGETS, LEDGER } from './master-data.ts';

const MONTHS = 'Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec'.split(' ');

/**
 * `AccountBalanceFinder;accountCombination=01.112.540100.000.000,accountingPeriod=Jan-26,…` (oracle 44, 45). The budget
 * is spread evenly over the year; what was spent was spent in January.
 */
export function findBalances(finder: string | null, year: number): Entity[] {
  const [name, list = ''] = finder?.split(';') ?? [];
  if (name !== 'AccountBalanceFinder') throw refuse(400, `The finder ${name ?? ''} of ledgerBalances isn't valid.`);
  const variables = new Map(list.split(',').map((pair) => [pair.split('=')[0]?.trim(), pair.split('=')[1]?.trim()]));
  const account = variables.get('accountCombination')?.replaceAll('.', '-') ?? '';
  const PeriodName = variables.get('accountingPeriod') ?? '';
  const month = MONTHS.findIndex((one) => PeriodName === `${one}-${String(year).slice(2)}`);
  const figures = BUDGETS[/^01-(\d{3})-540100-000-000$/.exec(account)?.[1] ?? ''];
  const isRight: Readonly<Record<string, boolean>> = {
    accountCombination: figures !== undefined,
    accountingPeriod: month >= 0,
    currency: variables.get('currency') === 'USD',
    ledgerName: variables.get('ledgerName') === LEDGER,
    mode: Boolean(variables.get('mode')),
  };
  const wrong = Object.keys(isRight).find((variable) => !isRight[variable]);
  const row = { LedgerName: LEDGER, PeriodName, Currency: 'USD', DetailAccountCombination: account };
  if (figures === undefined || wrong) return [{ ...row, ErrorDetail: `The value of ${wrong} isn't valid.` }];
  return Object.entries({
    Actual: [month === 0 ? 0 : figures.spent, month === 0 ? figures.spent : 0] as const,
    Budget: [(figures.budget / 12) * month, figures.budget / 12] as const,
  }).map(([Scenario, [before, PeriodActivity]]) => {
    const balances = { BeginningBalance: before, PeriodActivity, EndingBalance: before + PeriodActivity };
    return { ...row, Scenario, AmountType: 'YTD', CurrencyType: 'Total', ...balances };
  });
}
