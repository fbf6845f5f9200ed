/** Why the node can't start, or a command can't run, in words for the person who can change it. No stack is shown. */
export class StartError extends Error {}
