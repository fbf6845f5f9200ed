import type { Entity } from '../entity.ts';
import { refuse } from './errors.ts';
import { ACCOUNTS, BUDGETS, LEDGER } from './master-data.ts';

const VARIABLES = ['accountCombination', 'accountingPeriod', 'currency', 'ledgerName', 'mode'];
const MONTHS = 'Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec'.split(' ');

/**
 * `AccountBalanceFinder;accountCombination=01.112.540100.000.000,accountingPeriod=Jan-26,…` (oracle 44, 45). The budget
 * is spread evenly over the year; what was spent was spent in January.
 */
export function findBalances(finder: string | null, year: number): Entity[] {
  const [name, list = ''] = finder?.split(';') ?? [];
  if (name !== 'AccountBalanceFinder') throw refuse(400, `The finder ${name ?? ''} of ledgerBalances isn't valid.`);
  const variables = Object.fromEntries(list.split(',').map((pair) => pair.split('=').map((part) => part.trim())));
  const { accountCombination, accountingPeriod, currency, ledgerName } = variables;
  const account = accountCombination?.replaceAll('.', '-');
  const row = {
    LedgerName: ledgerName ?? null,
    PeriodName: accountingPeriod ?? null,
    Currency: currency ?? null,
    DetailAccountCombination: account ?? null,
  };
  const wrong = wrongVariable(variables, account, year);
  if (wrong !== undefined) return [{ ...row, ErrorDetail: `The value of ${wrong} isn't valid.` }];

  const month = MONTHS.indexOf(accountingPeriod?.slice(0, 3) ?? '');
  const { budget = 0, spent = 0 } = BUDGETS[account?.split('-')[1] ?? ''] ?? {};
  const balance = (Scenario: string, before: number, activity: number) => {
    const figures = { BeginningBalance: before, PeriodActivity: activity, EndingBalance: before + activity };
    return { ...row, Scenario, AmountType: 'YTD', CurrencyType: 'Total', ...figures };
  };
  const actual = month === 0 ? balance('Actual', 0, spent) : balance('Actual', spent, 0);
  return [actual, balance('Budget', (budget / 12) * month, budget / 12)];
}

function wrongVariable(variables: Readonly<Record<string, string>>, account: string | undefined, year: number) {
  const periods = MONTHS.map((month) => `${month}-${String(year).slice(2)}`);
  const isRight: Readonly<Record<string, boolean>> = {
    accountCombination: ACCOUNTS.some(({ POChargeAccount }) => POChargeAccount === account),
    accountingPeriod: periods.includes(variables.accountingPeriod ?? ''),
    currency: variables.currency === 'USD',
    ledgerName: variables.ledgerName === LEDGER,
    mode: variables.mode !== undefined && variables.mode !== '',
  };
  return VARIABLES.find((name) => !isRight[name]);
}
