import { randomInt } from 'node:crypto';

/** `GenerateSecretString` of a template. */
export interface GenerateSecret {
  readonly passwordLength?: number;
  readonly excludePunctuation?: boolean;
  readonly secretStringTemplate?: string;
  readonly generateStringKey?: string;
}

const CLASSES = ['abcdefghijklmnopqrstuvwxyz', 'ABCDEFGHIJKLMNOPQRSTUVWXYZ', '0123456789'];
const PUNCTUATION = '!"#$%&\'()*+,-./:;<=>?@[\\]^_`{|}~';

/** A random password, alone or as one member of the template's JSON object. */
export function generateSecret(options: GenerateSecret): string {
  const password = generatePassword(options);
  if (options.secretStringTemplate === undefined || options.generateStringKey === undefined) return password;
  return JSON.stringify({ ...JSON.parse(options.secretStringTemplate), [options.generateStringKey]: password });
}

function generatePassword({ passwordLength = 32, excludePunctuation = false }: GenerateSecret): string {
  const classes = excludePunctuation ? CLASSES : [...CLASSES, PUNCTUATION];
  if (passwordLength < classes.length) throw new Error('A generated secret has room for one of each kind of character');
  const pick = (characters: string): string => characters.charAt(randomInt(characters.length));
  for (;;) {
    const password = Array.from({ length: passwordLength }, () => pick(classes.join(''))).join('');
    // One of each kind is required; drawing again keeps every password that qualifies equally likely.
    if (classes.every((kind) => [...password].some((character) => kind.includes(character)))) return password;
  }
}
