/** The reason why a command can't run, in a sentence for the person who can change it. Shown without a stack. */
export class StartError extends Error {}
