import { CfnElement, Duration, RemovalPolicy, Stack, Validations } from 'aws-cdk-lib';
import { BlockPublicAccess, Bucket, BucketEncryption, ObjectOwnership } from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import type { HubConfig } from '../config.ts';
import type { HubFunction } from './hub-function.ts';

/** An object is deleted with its last message; a message lives 4 days, and 14 as a dead letter. */
const KEPT = Duration.days(30);

/** The bucket of the bodies that are too large for a message of the import queue. */
export class ImportBucket extends Construct {
  readonly bucket: Bucket;

  constructor(scope: Construct, id: string, { protectData }: HubConfig) {
    super(scope, id);
    // CloudFormation deletes no bucket that has objects.
    this.bucket = new Bucket(this, 'Bucket', {
      encryption: BucketEncryption.S3_MANAGED,
      blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
      objectOwnership: ObjectOwnership.BUCKET_OWNER_ENFORCED,
      enforceSSL: true,
      lifecycleRules: [{ expiration: KEPT, abortIncompleteMultipartUploadAfter: Duration.days(1) }],
      removalPolicy: protectData ? RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE : RemovalPolicy.DESTROY,
    });
    Validations.of(this.bucket).acknowledge({
      id: 'AwsSolutions-S1',
      reason: 'Two functions alone reach the bucket, and their logs name each call that they store or read.',
    });
  }

  /** Grants a function these actions on the objects of every organization. */
  grantObjects(target: HubFunction, ...actions: readonly string[]): void {
    target.grant(actions, this.bucket.arnForObjects('*'));
    const { defaultChild } = this.bucket.node;
    const id = CfnElement.isCfnElement(defaultChild) ? Stack.of(this).getLogicalId(defaultChild) : '';
    Validations.of(target).acknowledge({
      id: `AwsSolutions-IAM5[Resource::<${id}.Arn>/*]`,
      reason: 'An object has the names of its organization and call, which the template does not know.',
    });
  }
}
