/** The DynamoDB client with one command: what any function that reads an item loads. */
export { DynamoDBClient, GetItemCommand } from '@aws-sdk/client-dynamodb';
