export function lineNumberOf({ id }: { readonly id: string }, line: { readonly id: string }): string {
  return `${id}-${line.id}`;
}
