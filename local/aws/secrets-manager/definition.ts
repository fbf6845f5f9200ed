import { randomInt } from 'node:crypto';

/** `AWS::SecretsManager::Secret`. Without `generate` the secret has no value at first. */
export interface SecretDefinition {
  readonly name: string;
  readonly generate?: GenerateSecretString | undefined;
}

export interface GenerateSecretString {
  readonly passwordLength?: number | undefined;
  readonly excludePunctuation?: boolean | undefined;
}

const CLASSES = ['abcdefghijklmnopqrstuvwxyz', 'ABCDEFGHIJKLMNOPQRSTUVWXYZ', '0123456789'];
const PUNCTUATION = '!"#$%&\'()*+,-./:;<=>?@[\\]^_`{|}~';

export function generatePassword({ passwordLength = 32, excludePunctuation = false }: GenerateSecretString): string {
  const classes = excludePunctuation ? CLASSES : [...CLASSES, PUNCTUATION];
  if (passwordLength < classes.length) throw new Error('PasswordLength must leave room for each class of characters');
  const characters = classes.join('');
  for (;;) {
    const password = Array.from({ length: passwordLength }, () => characters[randomInt(characters.length)]).join('');
    // Each class is required; a new password, rather than a replaced character, keeps all valid ones equally likely.
    if (classes.every((kind) => [...password].some((character) => kind.includes(character)))) return password;
  }
}
