import { RemovalPolicy, Validations } from 'aws-cdk-lib';
import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import { Construct } from 'constructs';
import type { HubConfig } from '../config.ts';

/** Where this stage's secrets begin; an organization's for a partner is `<prefix>/<org>/<partner>`. */
export function secretPrefix({ stage }: HubConfig): string {
  return `procurement-hub/${stage}`;
}

/** The key of the list cursors, and one secret per organization and partner for its operator to fill. */
export class HubSecrets extends Construct {
  readonly cursorKey: Secret;

  constructor(scope: Construct, id: string, config: HubConfig) {
    super(scope, id);
    const removalPolicy = config.protectData ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY;
    this.cursorKey = new Secret(this, 'CursorKey', {
      secretName: `${secretPrefix(config)}/cursor-key`,
      description: 'Encrypts and authenticates list cursors; a new value only ends the lists that are being paged.',
      generateSecretString: { passwordLength: 64, excludePunctuation: true },
      removalPolicy,
    });
    for (const { id: organization, partners } of config.organizations) {
      for (const partner of partners) {
        new Secret(this, `${organization}-${partner}`, {
          secretName: `${secretPrefix(config)}/${organization}/${partner}`,
          description: `Credentials of ${organization} at ${partner}: put them here before enabling the integration.`,
          removalPolicy,
        });
      }
    }
    Validations.of(this).acknowledge({
      id: 'AwsSolutions-SMG4',
      reason:
        'Partners issue these credentials and have no API to rotate them; the cursor key protects nothing stored.',
    });
  }
}
