const JSON_TYPE = 'application/json';
const XML_TYPES = ['application/xml', 'text/xml'];
const WILDCARDS = ['*/*', 'application/*'];

/** The type to answer in: XML where `Accept` prefers it, else JSON (spendint 67). */
export function acceptedType(accept = ''): 'application/json' | 'application/xml' {
  const weights = new Map(accept.toLowerCase().split(',').map(weightOf));
  const weightOfTypes = (types: readonly string[]) => Math.max(0, ...types.map((type) => weights.get(type) ?? 0));
  const xml = weightOfTypes(XML_TYPES);
  // A type that is not named has the weight of what stands for all.
  const json = weights.get(JSON_TYPE);
  return xml > 0 && (json === undefined ? xml >= weightOfTypes(WILDCARDS) : xml > json)
    ? 'application/xml'
    : 'application/json';
}

/** https://www.rfc-editor.org/rfc/rfc9110#name-quality-values */
function weightOf(entry: string): [type: string, weight: number] {
  const [type = '', ...parameters] = entry.split(';').map((part) => part.trim());
  const weight = Number(parameters.find((parameter) => parameter.startsWith('q='))?.slice('q='.length) ?? 1);
  return [type, Number.isNaN(weight) ? 0 : weight];
}
