import { RemovalPolicy, Validations } from 'aws-cdk-lib';
import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import { Construct } from 'constructs';
import { partnerSecretName, secretPrefix } from '../../core/runtime/secret-names.ts';
import type { HubConfig } from '../config.ts';

/** One secret per organization and partner, for its operator to fill. */
export class PartnerSecrets extends Construct {
  constructor(scope: Construct, id: string, { stage, organizations, protectData }: HubConfig) {
    super(scope, id);
    for (const { id: organization, partners } of organizations) {
      for (const partner of partners) {
        new Secret(this, `${organization}-${partner}`, {
          secretName: partnerSecretName(secretPrefix(stage), organization, partner),
          description: `Credentials of ${organization} at ${partner}: fill in before enabling the integration.`,
          removalPolicy: protectData ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY,
        });
      }
    }
    Validations.of(this).acknowledge({
      id: 'AwsSolutions-SMG4',
      reason: 'Partners issue these credentials and have no API to rotate them.',
    });
  }
}
