import { randomInt } from 'node:crypto';

/** `AWS::SecretsManager::Secret`. */
export interface SecretDefinition {
  readonly name: string;
  /** Whether the secret gets a random value; otherwise it has none at first. */
  readonly isGenerated: boolean;
}

// https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_GetRandomPassword.html
const PASSWORD_LENGTH = 32;
const CLASSES = [
  'abcdefghijklmnopqrstuvwxyz',
  'ABCDEFGHIJKLMNOPQRSTUVWXYZ',
  '0123456789',
  '!"#$%&\'()*+,-./:;<=>?@[\\]^_`{|}~',
];

export function generatePassword(): string {
  const characters = CLASSES.join('');
  for (;;) {
    const password = Array.from({ length: PASSWORD_LENGTH }, () => characters[randomInt(characters.length)]).join('');
    // Each class is required; a new password, rather than a replaced character, keeps all valid ones equally likely.
    if (CLASSES.every((kind) => [...password].some((character) => kind.includes(character)))) return password;
  }
}
